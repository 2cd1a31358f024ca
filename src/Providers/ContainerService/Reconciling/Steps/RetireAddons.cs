using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Takes the identity of an add-on that is off, and its roles, away again. The machines no longer carry it by then.</summary>
internal sealed class RetireAddons(ClusterArm arm, ClusterTokens tokens, IDirectory directory, ClusterStore clusters) : IClusterStep
{
    public string Name => "retire-addons";

    public async Task<ArmError?> RunAsync(ClusterWork work, CancellationToken cancellationToken)
    {
        var enabled = EnabledAddons.Of(work.Cluster).Select(a => a.Addon).ToHashSet();
        foreach (var addon in Addon.All.Where(a => !enabled.Contains(a)))
        {
            if (directory.FindManagedIdentity(addon.IdentityIn(work.Cluster).Text) is { } identity
                && await RetireAsync(work, addon, identity, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private async Task<ArmError?> RetireAsync(ClusterWork work, Addon addon, ManagedIdentity identity, CancellationToken cancellationToken)
    {
        var token = await tokens.ForAksAsync(work.TenantId, cancellationToken);
        foreach (var (role, where) in addon.Roles)
        {
            var assignment = RoleAssignmentDocument.IdFor(Addon.ScopeIn(work.Cluster, where), role, identity.PrincipalId);
            if (await arm.DeleteAsync(token, assignment, ArmVersions.RoleAssignments, cancellationToken) is { } refusal)
            {
                return refusal;
            }
        }

        if (await arm.DeleteAsync(token, addon.IdentityIn(work.Cluster), ArmVersions.Identities, cancellationToken) is { } error)
        {
            return error;
        }

        await clusters.ChangeAsync(work.Id, c => EnabledAddons.Profile(c, addon)?.Remove("identity"), cancellationToken);
        return null;
    }
}
