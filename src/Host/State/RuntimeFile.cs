using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>What a running Verditer says of itself in <c>runtime.json</c>.</summary>
/// <param name="Started">When the process started (UTC, the host's clock): with the pid it tells a live process from a number used again.</param>
/// <param name="Address">The address that it listens on.</param>
public sealed record RunningProcess(int Pid, int Port, DateTimeOffset Started, string Address)
{
    /// <summary>The port's address as a URL.</summary>
    public string Origin => $"https://localhost:{Port.ToString(CultureInfo.InvariantCulture)}";
}

/// <summary>Writes and reads <c>runtime.json</c>.</summary>
public static class RuntimeFile
{
    /// <summary>Process start times are read with a resolution of 10 ms, and the boot time they count from is rounded.</summary>
    private static readonly TimeSpan StartTolerance = TimeSpan.FromSeconds(3);

    /// <summary>The process that runs on this folder, or null. A file that a killed process left is not believed.</summary>
    public static RunningProcess? Read(StatePaths paths)
    {
        try
        {
            var node = Json.ParseObject(File.ReadAllBytes(paths.Runtime));
            var found = new RunningProcess(
                node.Number("pid") ?? 0,
                node.Number("port") ?? 0,
                DateTimeOffset.Parse(node.Text("started") ?? "", CultureInfo.InvariantCulture),
                node.Text("address") ?? "");
            return StartOf(found.Pid) is { } started && (started - found.Started).Duration() < StartTolerance ? found : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            return null;
        }
    }

    internal static RunningProcess Write(StatePaths paths, int port, string address)
    {
        var self = new RunningProcess(Environment.ProcessId, port, StartOf(Environment.ProcessId) ?? default, address);
        PrivateFile.Write(paths.Runtime, Json.ToBytes(new JsonObject
        {
            ["pid"] = self.Pid,
            ["port"] = self.Port,
            ["started"] = self.Started.ToString("O", CultureInfo.InvariantCulture),
            ["address"] = self.Address,
        }));
        return self;
    }

    internal static void Remove(StatePaths paths) => File.Delete(paths.Runtime);

    /// <summary>True for a process that has ended and that its parent has not asked about: it keeps its number and start time, and does nothing.</summary>
    private static bool IsZombie(int pid)
    {
        var stat = $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/stat";
        if (!File.Exists(stat))
        {
            return false;
        }

        // "1234 (a name) Z …": the name may hold anything, so the state is what follows the last parenthesis.
        var text = File.ReadAllText(stat);
        return text.AsSpan(text.LastIndexOf(')') + 1).TrimStart().StartsWith("Z");
    }

    private static DateTimeOffset? StartOf(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return IsZombie(pid) ? null : new DateTimeOffset(process.StartTime).ToUniversalTime();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
