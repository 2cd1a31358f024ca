using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>Processes of the host, by what stands in their command line or by their control group.</summary>
internal static class ProcessTable
{
    private const string ControlGroups = "/sys/fs/cgroup";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Processes of which one argument begins with a text.</summary>
    public static List<int> FindByArgument(string start)
    {
        List<int> found = [];
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)
                && pid != Environment.ProcessId
                && CommandLine.Has(ReadBytes(Path.Combine(folder, "cmdline")), start))
            {
                found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>The folders of a control group: one where there is one hierarchy (version 2), several where each controller has its own (version 1).</summary>
    public static List<string> ControlGroupFolders(string group) =>
        [.. Directory.EnumerateDirectories(ControlGroups).Prepend(ControlGroups).Select(root => root + group).Where(Directory.Exists)];

    public static List<int> FindByControlGroup(string group) =>
    [
        .. ControlGroupFolders(group)
            .SelectMany(root => Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Prepend(root))
            .SelectMany(folder => Read(Path.Combine(folder, "cgroup.procs")).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            .Select(pid => int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(pid => pid > 0)
            .Distinct(),
    ];

    /// <summary>Kills processes and waits until they are gone.</summary>
    public static async Task KillAsync(IReadOnlyList<int> pids, TimeProvider hostTime)
    {
        foreach (var pid in pids)
        {
            try
            {
                using var process = Process.GetProcessById(pid);
                process.Kill();
            }
            catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It is gone already.
            }
        }

        var begun = hostTime.GetTimestamp();
        while (pids.Any(IsAlive) && hostTime.GetElapsedTime(begun) < Patience)
        {
            await Task.Delay(Pause, hostTime);
        }
    }

    /// <summary>Removes a control group in which no process is, with all its parts.</summary>
    public static void RemoveControlGroup(string group)
    {
        foreach (var root in ControlGroupFolders(group))
        {
            foreach (var folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Prepend(root).OrderByDescending(folder => folder.Length))
            {
                try
                {
                    Directory.Delete(folder);
                }
                catch (IOException)
                {
                    // Somebody is still in it; whoever removes it next time succeeds.
                }
            }
        }
    }

    /// <summary>The Unix sockets on which a process listens, by their paths.</summary>
    public static List<string> SocketsOf(int pid)
    {
        HashSet<string> own = [];
        try
        {
            foreach (var file in Directory.EnumerateFiles($"/proc/{pid}/fd"))
            {
                if (File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name is { } target && target.StartsWith("socket:[", StringComparison.Ordinal))
                {
                    own.Add(target["socket:[".Length..^1]);
                }
            }
        }
        catch (IOException)
        {
            return [];
        }

        return
        [
            .. Read($"/proc/{pid}/net/unix").Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(words => words.Length == 8 && own.Contains(words[6]) && words[7].StartsWith('/'))
                .Select(words => words[7]),
        ];
    }

    /// <summary>A dead process that its parent has not asked about is gone.</summary>
    private static bool IsAlive(int pid) => Read($"/proc/{pid}/stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..] is [not 'Z', ..];

    private static string Read(string path) => Encoding.UTF8.GetString(ReadBytes(path));

    private static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
