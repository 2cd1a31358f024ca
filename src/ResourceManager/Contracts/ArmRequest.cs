namespace Verditer.ResourceManager;

/// <summary>One request to Resource Manager, whether it came over HTTP or from one of Azure's own services in this process.</summary>
/// <param name="Method">Upper case.</param>
/// <param name="Path">Decoded path, starting with <c>/</c>.</param>
/// <param name="Query">Decoded query parameters; names are compared without case.</param>
/// <param name="BaseUri">What the client used to reach Resource Manager, without a final slash; links in answers start with it.</param>
public sealed record ArmRequest(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    string BaseUri,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The raw bearer token; null when the request has none.</summary>
    public string? Token { get; init; }

    public string? IfMatch { get; init; }

    public string? IfNoneMatch { get; init; }

    public string? ContentType { get; init; }

    /// <summary>GUID of this request; every answer and log line bears it.</summary>
    public string RequestId { get; init; } = Guid.NewGuid().ToString();

    /// <summary>GUID that the client gave for what belongs together, or this request's own.</summary>
    public string? CorrelationId { get; init; }

    public string? ApiVersion => Query.GetValueOrDefault("api-version");
}
