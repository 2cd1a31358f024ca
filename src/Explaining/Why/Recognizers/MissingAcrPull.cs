namespace Verditer.Explaining;

/// <summary>A cluster pulls images from a registry to which it was not attached: its kubelet's identity, or its service principal, lacks AcrPull.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/aks/cluster-container-registry-integration</remarks>
internal sealed class MissingAcrPull : IRecognizer
{
    private const string Pull = "Microsoft.ContainerRegistry/registries/pull/read";
    private const string Role = "AcrPull";

    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Access: { } access, Explanation.Allowed: false } || !access.Action.Equals(Pull, StringComparison.OrdinalIgnoreCase)
            || it.Clusters.FirstOrDefault(c => c.IsKubelet(caller.ObjectId) || c.IsServicePrincipal(caller.AppId)) is not { } cluster)
        {
            return null;
        }

        var who = cluster.IsKubelet(caller.ObjectId) ? "kubelet identity" : "service principal";
        var registry = access.Scope[(access.Scope.LastIndexOf('/') + 1)..];
        return new("registry-without-acrpull", $"The {who} of the cluster '{cluster.Name}' has no {Role} on the registry '{registry}'.",
            $"Nodes pull images as the cluster's {who}: {caller.ObjectId} needs {Role} on the registry. A role of the cluster's own identity does not count.",
            new MendingCommand(AzCommands.Line($"az aks update --resource-group {cluster.Id.ResourceGroup} --name {cluster.Name} --attach-acr {access.Scope}"), "gives the role to whoever pulls for this cluster"),
            new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, Role, access.Scope), "the same by hand"));
    }
}
