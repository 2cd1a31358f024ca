using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The metadata service cannot tell which identity is meant, or the machine does not carry it.</summary>
internal sealed class IdentityOfMachine : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it.Refusal is not { Surface: RefusalSurface.InstanceMetadata } refusal || it.Fact(RefusalFacts.CarriedIdentities) is not { } carried)
        {
            return null;
        }

        if (it.Fact(RefusalFacts.MachineOwner) is null)
        {
            return new("host-has-no-identity", "The request came from the host, which is no Azure machine and has no identity.",
                "Only nodes and control planes have identities.",
                new MendingCommand("verditer run --as-node NODE -- COMMAND", "gives one command the identities of a node; kubectl get nodes lists them"));
        }

        var (owner, asked) = (it.Fact(RefusalFacts.MachineOwner), it.Fact(RefusalFacts.AskedFor));
        if (refusal.Message.StartsWith("Multiple", StringComparison.Ordinal))
        {
            return new("several-identities", "The machine carries several user-assigned identities, and the request names none.",
                $"It carries the client ids {carried}. An add-on that brings an identity of its own is a common cause.",
                new MendingCommand(AzCommands.Line($"export AZURE_CLIENT_ID={carried.Split(' ')[0]}"), "DefaultAzureCredential then asks for this one; with az: az login --identity --client-id ID"));
        }

        return new("identity-not-on-machine", asked is { Length: > 0 } ? $"The machine does not carry the identity that was asked for ({asked})." : "The machine carries no identity.",
            $"The machine {it.Fact(RefusalFacts.Machine)} belongs to {owner}. It carries {(carried.Length == 0 ? "none" : $"the client ids {carried}")}.",
            new MendingCommand(AzCommands.Line($"az vmss identity assign --ids {owner} --identities IDENTITY_RESOURCE_ID"), "puts an identity on the machine's scale set"));
    }
}
