namespace Verditer.Core;

/// <summary>Which of Azure's services refused.</summary>
public enum RefusalSurface
{
    ResourceManager,
    Graph,
    InstanceMetadata,
    ContainerRegistry,

    /// <summary>A cluster's own API.</summary>
    Kubernetes,
}

/// <summary>A request that was refused, as the part that refused it knows it. Never with a secret or a token.</summary>
/// <param name="Id">The request's id (<c>x-ms-request-id</c>, <c>request-id</c>).</param>
/// <param name="Path">Without the query.</param>
/// <param name="Code">The error's code, such as <c>AuthorizationFailed</c>.</param>
/// <param name="Message">The error's text, as it was answered.</param>
public sealed record RefusedRequest(
    string Id, string CorrelationId, RefusalSurface Surface, string Method, string Path, int Status, string Code, string Message)
{
    /// <summary>Who asked; null where the token was not accepted.</summary>
    public Caller? Caller { get; init; }

    /// <summary>The right that was missing, where that is the reason.</summary>
    public RefusedAccess? Access { get; init; }

    /// <summary>What else decided it, by the names of <see cref="RefusalFacts"/>.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }
}
