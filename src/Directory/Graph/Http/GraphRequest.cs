using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A request of a validated caller.</summary>
/// <param name="Path">Everything after the version, without the query.</param>
/// <param name="Address">Scheme, host and version, for links.</param>
/// <param name="IsEventual">The header <c>ConsistencyLevel: eventual</c>, which advanced queries need.</param>
/// <param name="CorrelationId">What the audit log names the request by.</param>
internal sealed record GraphRequest(
    Caller Caller, string Path, JsonObject Body, IQueryCollection Query, string Address, bool IsEventual, string CorrelationId)
{
    /// <summary>The objects in the path: object ids, or <c>appId=…</c>.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>The first object in the path.</summary>
    public string Key => Keys[0];

    /// <summary>The second object in the path, such as an owner.</summary>
    public string SubKey => Keys[1];

    public string TenantId => Caller.TenantId;

    /// <summary>True for directory objects, false for logs: only the former know advanced queries.</summary>
    public bool IsDirectory => !Path.StartsWith("auditLogs", StringComparison.OrdinalIgnoreCase);

    /// <summary>A query option; null when it is missing or empty.</summary>
    public string? Option(string name) => Query[name].ToString() is { Length: > 0 } text ? text : null;
}
