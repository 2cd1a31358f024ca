using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A role allows it, and a deny assignment forbids it.</summary>
internal sealed class ForbiddenByDenyAssignment : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it.Explanation?.DenyAssignments.FirstOrDefault(d => d.Verdict == DenyVerdict.Denies) is not { } deny)
        {
            return null;
        }

        var cluster = it.Clusters.FirstOrDefault(c => c.NodeGroup is { } group && deny.Scope.StartsWith(group, StringComparison.OrdinalIgnoreCase));
        return cluster is null
            ? new("deny-assignment", $"The deny assignment '{deny.Name}' forbids it.", $"It stands at {deny.Scope}. No role overrules a deny assignment.")
            : new("locked-node-resource-group", $"The node resource group of '{cluster.Name}' is locked down.",
                $"Its lockdown is the deny assignment '{deny.Name}' at {deny.Scope}, which no role overrules. Change the cluster by az aks, or lift the lockdown.",
                new MendingCommand(AzCommands.Line($"az aks update --resource-group {cluster.Id.ResourceGroup} --name {cluster.Name} --nrg-lockdown-restriction-level Unrestricted"), "lifts the lockdown"));
    }
}
