using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>
/// A cluster's one identity was given the role that its other one needs. What AKS itself gives its identities, in the node resource group, is no mistake and stays: without it the
/// cluster does not work.
/// </summary>
internal sealed class RoleOnOtherClusterIdentity(IAccessExplainer explainer) : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Access: { } access })
        {
            return null;
        }

        foreach (var cluster in it.Clusters)
        {
            var (other, asked, holds, name) = cluster.IsKubelet(caller.ObjectId)
                ? (cluster.ControlPlane, "kubelet", "control-plane", "role-on-control-plane-identity")
                : (cluster.IsControlPlane(caller.ObjectId) ? cluster.Kubelet : null, "control-plane", "kubelet", "role-on-kubelet-identity");
            if (other is not null && explainer.Explain(new(caller.TenantId, other), access.Action, access.Scope) is { Allowed: true } found
                && found.Assignments.FirstOrDefault(a => a.Verdict == AssignmentVerdict.Allows && !IsOfNodeGroup(cluster, a)) is { } given)
            {
                return new(name, $"The role was given to the {holds} identity of '{cluster.Name}'; its {asked} identity is the one that asks.",
                    $"A cluster has two identities: the control plane's ({cluster.ControlPlane}) makes load balancers and disks, the kubelet's ({cluster.Kubelet}) pulls images and serves pods. "
                    + $"{given.RoleName} at {given.Scope} is held by {other}; {caller.ObjectId} needs it.",
                    [.. Commands(caller, given, asked, holds, mayTake: other == cluster.Kubelet || IsForPulling(given))]);
            }
        }

        return null;
    }

    /// <param name="mayTake">False where the cluster may stand on what its control plane holds, such as Network Contributor on its own subnet.</param>
    private static IEnumerable<MendingCommand> Commands(RefusedCaller caller, ConsideredAssignment given, string asked, string holds, bool mayTake)
    {
        yield return new(AzCommands.Assign(caller.ObjectId, caller.Kind, given.RoleName ?? given.RoleId, given.Scope), $"gives the role to the {asked} identity");
        if (mayTake)
        {
            yield return new(AzCommands.Unassign(given.Id), $"takes it from the {holds} identity, if that one does not need it");
        }
    }

    private static bool IsForPulling(ConsideredAssignment given) => given.RoleName?.StartsWith("Acr", StringComparison.Ordinal) == true;

    private static bool IsOfNodeGroup(ClusterIdentities cluster, ConsideredAssignment assignment) =>
        cluster.NodeGroup is { } group && Scope.Contains(group.ToLowerInvariant(), assignment.Scope.ToLowerInvariant());
}
