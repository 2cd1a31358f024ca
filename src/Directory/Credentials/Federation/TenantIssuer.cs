using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The tenants of this directory as issuers: a managed identity's token may stand for an application's secret.</summary>
internal sealed class TenantIssuer(DirectoryIndex index, KeyRing keys) : IFederatedIssuer
{
    public ValueTask<JsonObject?> FindKeysAsync(string issuer, CancellationToken cancellationToken = default) =>
        new(index.Tenants.All.FirstOrDefault(tenant => Issuers.IsOf(tenant.Id, issuer)) is { } tenant
            ? KeySetDocument.Create(keys.Of(tenant.Id), v2: true)
            : null);
}
