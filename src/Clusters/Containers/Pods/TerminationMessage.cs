using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>A container's last words: what it wrote to its message file or, where it wants that and failed, the end of its log. Source: Kubernetes documentation, "Determine the Reason for Pod Failure".</summary>
internal static class TerminationMessage
{
    private const int LongestMessage = 4096;
    private const int LongestLog = 2048;
    private const int LogLines = 80;

    public static string? Read(PodPaths paths, JsonObject pod, ObservedContainer run)
    {
        var name = run.Status.Metadata.Name;
        var file = paths.TerminationMessage(name, run.Attempt);
        var said = File.Exists(file) ? Begin(file) : "";
        if (said.Length > 0)
        {
            return said;
        }

        var container = pod.Containers().Concat(pod.InitContainers()).FirstOrDefault(candidate => candidate.Text("name") == name);
        if (run.Status.ExitCode == 0 || container.Text("terminationMessagePolicy") != "FallbackToLogsOnError")
        {
            return null;
        }

        var lines = LogFile.ReadTail(paths.Log(name, run.Attempt)).TakeLast(LogLines).Select(line => Encoding.UTF8.GetString(line.Content.Span));
        var text = string.Concat(lines);
        return text.Length == 0 ? null : text.Length <= LongestLog ? text : text[^LongestLog..];
    }

    /// <summary>No more than counts: a container may write as much as it likes.</summary>
    private static string Begin(string path)
    {
        using var file = File.OpenRead(path);
        var buffer = new byte[LongestMessage];
        return Encoding.UTF8.GetString(buffer, 0, file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false));
    }
}
