using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A cluster's one identity was given the role that its other one needs.</summary>
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
                && found.Assignments.FirstOrDefault(a => a.Verdict == AssignmentVerdict.Allows) is { } given)
            {
                return new(name, $"The role was given to the {holds} identity of '{cluster.Name}'; its {asked} identity is the one that asks.",
                    $"A cluster has two identities: the control plane's ({cluster.ControlPlane}) makes load balancers and disks, the kubelet's ({cluster.Kubelet}) pulls images and serves pods. "
                    + $"{given.RoleName} at {given.Scope} is held by {other}; {caller.ObjectId} needs it.",
                    new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, given.RoleName ?? given.RoleId, given.Scope), $"gives the role to the {asked} identity"),
                    new MendingCommand(AzCommands.Unassign(given.Id), $"takes it from the {holds} identity, if that one does not need it"));
            }
        }

        return null;
    }
}
