using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>A request that the rules have let through.</summary>
/// <param name="Listener">Where it came in: this alone says whose machine asks.</param>
/// <param name="Filter">The segments behind the endpoint's own path.</param>
/// <param name="ApiVersion">Empty at an endpoint without versions.</param>
internal sealed record MetadataRequest(
    OpenListener Listener, IReadOnlyList<string> Filter, string ApiVersion, IQueryCollection Query, CancellationToken Canceled)
{
    public MetadataMachine Machine => Listener.Machine;

    /// <summary>The value of a query parameter; null where it is missing or empty.</summary>
    public string? Value(string name) => Query[name].ToString() is { Length: > 0 } value ? value : null;
}
