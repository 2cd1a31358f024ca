using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A request of a validated caller.</summary>
/// <param name="Key">The object in the path: an object id, or <c>appId=…</c>.</param>
/// <param name="SubKey">The second object in the path, such as an owner.</param>
internal sealed record GraphRequest(Caller Caller, string? Key, string? SubKey, JsonObject Body, IQueryCollection Query, string Address)
{
    public string TenantId => Caller.TenantId;
}
