using System.Text.Json.Nodes;

namespace Verditer.Core;

/// <summary>
/// Resource Manager for Azure's own services that run in this process. A call carries a real token and goes through the whole pipeline:
/// authentication, authorization, gates and all. There is no way around it.
/// </summary>
public interface IArmClient
{
    /// <param name="method">GET, PUT, PATCH, POST, DELETE or HEAD.</param>
    /// <param name="pathAndQuery">Path with <c>api-version</c>.</param>
    Task<ArmReply> SendAsync(
        string accessToken, string method, string pathAndQuery, JsonNode? body = null, CancellationToken cancellationToken = default);
}

/// <param name="Status">HTTP status.</param>
/// <param name="Body">The body, null when there is none.</param>
/// <param name="Error">The refusal when the status is 400 or more.</param>
public sealed record ArmReply(int Status, JsonNode? Body, ArmError? Error, IReadOnlyDictionary<string, string> Headers)
{
    public bool Succeeded => Error is null;
}
