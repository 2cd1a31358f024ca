using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>An identity is brought to a cluster, and who assigns it may not: the control plane for an own kubelet identity, else the caller.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/aks/use-managed-identity#bring-your-own-kubelet-identity</remarks>
internal sealed class MissingManagedIdentityOperator : IRecognizer
{
    private const string Assign = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action";
    private const string Role = "Managed Identity Operator";

    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Access: { } access } || !access.Action.Equals(Assign, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var isKubelet = it.Fact(RefusalFacts.NeedyObjectId) is not null;
        return new(isKubelet ? "kubelet-identity-without-managed-identity-operator" : "identity-without-managed-identity-operator",
            isKubelet ? $"The control plane's identity may not assign the kubelet identity: {Role} is missing." : $"The caller may not assign this identity: {Role} is missing.",
            (isKubelet ? "The cluster puts its kubelet identity on the nodes with its control plane's identity" : "Whoever puts an identity on a resource needs the right to assign it")
            + $"; {caller.ObjectId} needs {access.Action} on {access.Scope}.",
            new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, Role, access.Scope), "allows to assign this one identity"));
    }
}
