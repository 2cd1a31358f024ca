using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The cluster knows nobody by what was sent.</summary>
internal sealed class UnknownClusterCredential : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it.Refusal is not { Surface: RefusalSurface.Kubernetes, Status: 401 })
        {
            return null;
        }

        var name = it.Fact(RefusalFacts.Cluster) ?? "";
        var group = it.Clusters.Where(cluster => cluster.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList() is [var only] ? only.Id.ResourceGroup : "GROUP";
        return new("unknown-cluster-credential", "The cluster knows nobody by what the request carried.",
            $"The cluster '{name}' takes client certificates of its own authority, the tokens of its kubeconfigs, and tokens of its service accounts, each until its end by Verditer's clock. "
            + "What was handed out before 'az aks rotate-certs', or by a cluster of that name that was deleted, is worth nothing; neither is a token of Entra ID.",
            new MendingCommand(AzCommands.Line($"az aks get-credentials --resource-group {group} --name {name} --overwrite-existing"), "fetches the kubeconfig anew"));
    }
}
