using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>An application signs in with a secret that has ended.</summary>
internal sealed class ExpiredSecret : IRecognizer
{
    private const int Expired = 7000222;

    public Finding? Recognize(Case it)
    {
        if (it.SignIn is not { ErrorCode: Expired } signIn || it.FactTime("secretEnds") is not { } end || end > it.Time)
        {
            return null;
        }

        var cluster = it.Clusters.FirstOrDefault(c => c.IsServicePrincipal(signIn.ClientId));
        var commands = new List<MendingCommand> { new(AzCommands.ResetSecret(signIn.ClientId, it.Offset), "makes a new secret, and prints it this once") };
        if (cluster is not null)
        {
            commands.Add(new(
                AzCommands.Line($"az aks update-credentials --resource-group {cluster.Id.ResourceGroup} --name {cluster.Name} --reset-service-principal --service-principal {signIn.ClientId} --client-secret SECRET"), "gives the cluster the new secret"));
        }

        return new("expired-secret", $"The secret ended on {RefusalFacts.Time(end)}.",
            (cluster is null ? "Nothing that signs in with it works any more." : $"The cluster '{cluster.Name}' runs on this service principal: load balancers, scaling, upgrades and disks stop working.")
            + " A cluster that runs on managed identities has no secret that can end.", commands);
    }
}
