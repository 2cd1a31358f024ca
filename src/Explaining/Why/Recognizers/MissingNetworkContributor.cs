namespace Verditer.Explaining;

/// <summary>A cluster, or who makes one, uses a subnet of the user's own and has no right to it.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/aks/configure-kubenet#add-role-assignment-for-managed-identity</remarks>
internal sealed class MissingNetworkContributor : IRecognizer
{
    private const string Networks = "Microsoft.Network/virtualNetworks/";
    private const string Role = "Network Contributor";

    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Access: { } access } || !access.Action.StartsWith(Networks, StringComparison.OrdinalIgnoreCase)
            || !access.Scope.Contains("/subnets/", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var cluster = it.Clusters.FirstOrDefault(c => c.IsControlPlane(caller.ObjectId) || c.IsServicePrincipal(caller.AppId));
        var isForClusters = cluster is not null || access.For?.Action.StartsWith("Microsoft.ContainerService/", StringComparison.OrdinalIgnoreCase) == true;
        return isForClusters
            ? new("own-subnet-without-network-contributor", $"The subnet is the user's own, and {(cluster is null ? "the caller" : $"the cluster '{cluster.Name}'")} has no right to it.",
                $"AKS gives its identities roles in the node resource group only. On a subnet elsewhere {Role} must be given by hand: {caller.ObjectId} needs {access.Action}.",
                new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, Role, access.Scope), "the role that AKS documents, on this one subnet"))
            : null;
    }
}
