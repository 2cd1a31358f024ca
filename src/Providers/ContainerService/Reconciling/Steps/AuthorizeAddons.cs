using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Gives each add-on's principal its roles: under the preview's rules that is the cluster's service principal, under today's an identity of the add-on's own, which is
/// made in the node resource group.
/// </summary>
internal sealed class AuthorizeAddons(ClusterArm arm, ClusterTokens tokens, IDirectory directory, ClusterStore clusters) : IClusterStep
{
    private const string ZoneVersion = "2018-05-01";

    public string Name => "addons";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        foreach (var (addon, _) in EnabledAddons.Of(work.Cluster))
        {
            if (await AuthorizeAsync(work, addon, token, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private async Task<ArmError?> AuthorizeAsync(ClusterWork work, Addon addon, string token, CancellationToken cancellationToken)
    {
        var principal = await FindPrincipalAsync(work, addon, token, cancellationToken);
        if (principal.Error is not null)
        {
            return principal.Error;
        }

        foreach (var (role, where) in addon.Roles)
        {
            var scope = Addon.ScopeIn(work.Cluster, where);
            if (where == AddonScope.DnsZone && await MakeZoneAsync(work, addon, scope, token, cancellationToken) is { } refusal)
            {
                return refusal;
            }

            if (await arm.GrantAsync(token, scope, role, principal.Value, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private async Task<Result<string>> FindPrincipalAsync(ClusterWork work, Addon addon, string token, CancellationToken cancellationToken)
    {
        if (work.Cluster.PrincipalClientId is { } clientId)
        {
            return directory.FindServicePrincipal(work.TenantId, clientId)?.ObjectId is { } objectId
                ? objectId
                : ClusterErrors.PrincipalNotFound(clientId, work.TenantId);
        }

        var id = addon.IdentityIn(work.Cluster);
        if (!(await arm.PutAsync(token, id, ArmVersions.Identities, work.Bodies.Identity(), cancellationToken)).TryGet(out var made, out var error))
        {
            return error;
        }

        await NoteAsync(work, addon, "identity", new JsonObject
        {
            ["resourceId"] = id.Text,
            ["clientId"] = made.Text("properties", "clientId"),
            ["objectId"] = made.Text("properties", "principalId"),
        }, cancellationToken);
        return made.Text("properties", "principalId")!;
    }

    private async Task<ArmError?> MakeZoneAsync(ClusterWork work, Addon addon, ResourceId zone, string token, CancellationToken cancellationToken)
    {
        if (await arm.EnsureAsync(token, zone, ZoneVersion, () => new() { ["location"] = "global", ["properties"] = new JsonObject() }, cancellationToken) is { } error)
        {
            return error;
        }

        await NoteAsync(work, addon, "config", new JsonObject { ["HTTPApplicationRoutingZoneName"] = zone.Name }, cancellationToken);
        return null;
    }

    private Task NoteAsync(ClusterWork work, Addon addon, string property, JsonObject value, CancellationToken cancellationToken) => clusters.ChangeAsync(
        work.Id, c => EnabledAddons.Profile(c, addon)?[property] = value.DeepClone(), cancellationToken);
}
