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
        var said = File.Exists(file) ? File.ReadAllBytes(file) : [];
        if (said.Length > 0)
        {
            return Encoding.UTF8.GetString(said.AsSpan(0, Math.Min(said.Length, LongestMessage)));
        }

        var container = pod.Containers().Concat(pod.InitContainers()).FirstOrDefault(candidate => candidate.Text("name") == name);
        if (run.Status.ExitCode == 0 || container.Text("terminationMessagePolicy") != "FallbackToLogsOnError")
        {
            return null;
        }

        var lines = LogFile.ReadLines(paths.Log(name, run.Attempt)).TakeLast(LogLines).Select(line => Encoding.UTF8.GetString(line.Content.Span));
        var text = string.Concat(lines);
        return text.Length == 0 ? null : text.Length <= LongestLog ? text : text[^LongestLog..];
    }
}
