using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>What the API server asks of the node of a pod: its containers' logs, and streams into them.</summary>
public interface IPodConnections
{
    /// <summary>False where the pod's node is not one of these, or does not answer.</summary>
    bool CanReach(string clusterKey, JsonObject pod);

    /// <summary>Writes a container's log until its end, or until it is canceled.</summary>
    /// <param name="begin">Called once before the first byte.</param>
    /// <returns>A refusal, where nothing was written.</returns>
    Task<KubernetesError?> WriteLogAsync(
        string clusterKey, JsonObject pod, PodLogRequest request, Func<Stream> begin, CancellationToken cancellationToken);

    /// <summary>Opens a connection to where the node serves exec, attach or port forwarding for one request.</summary>
    Task<PodStream> OpenAsync(string clusterKey, JsonObject pod, PodStreamRequest request, CancellationToken cancellationToken);
}

/// <param name="Container">The container's name.</param>
/// <param name="Previous">The one that ended before the present one.</param>
/// <param name="TailLines">Only so many of the last lines; null for all.</param>
/// <param name="Since">Only lines from then on (UTC, Verditer's clock); null for all.</param>
/// <param name="LimitBytes">Ends after so many bytes; null for no limit.</param>
public sealed record PodLogRequest(
    string Container, bool Follow, bool Previous, bool Timestamps, int? TailLines, DateTimeOffset? Since, long? LimitBytes);

/// <param name="Kind"><c>exec</c>, <c>attach</c> or <c>portforward</c>.</param>
/// <param name="Container">The container's name; empty for port forwarding.</param>
public sealed record PodStreamRequest(string Kind, string Container, IReadOnlyList<string> Command, bool Stdin, bool Stdout, bool Stderr, bool Tty, IReadOnlyList<int> Ports);

/// <summary>A connection to a node, over which one HTTP/1.1 request with an upgrade is to be sent; or the refusal.</summary>
/// <param name="Path">Path and query of that request.</param>
public sealed record PodStream(Stream? Connection, string Path, KubernetesError? Error);
