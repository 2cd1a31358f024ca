namespace Verditer.EndToEnd;

/// <summary>A native Verditer with a cluster that is an issuer and has workload identity, and an identity of its own; az 2.74.</summary>
public sealed class IdentityFixture : IAsyncLifetime
{
    public const string Group = "g";

    internal LocalAzure Azure { get; private set; } = null!;

    /// <summary>The name of the cluster's only node.</summary>
    public string Node { get; private set; } = "";

    /// <summary>Where the node's scale set is.</summary>
    public string NodeGroup { get; private set; } = "";

    public string ScaleSet { get; private set; } = "";

    public string Issuer { get; private set; } = "";

    /// <summary>The user-assigned identity <c>app</c>: it may read the group.</summary>
    public string ClientId { get; private set; } = "";

    public string GroupId => $"/subscriptions/{Azure.SubscriptionId}/resourceGroups/{Group}";

    public async ValueTask InitializeAsync()
    {
        Azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        await Azure.VerditerAsync($"subscription rules {Azure.SubscriptionId} ga");
        foreach (var provider in (string[])["Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.Compute", "Microsoft.ContainerService"])
        {
            await Azure.AzAsync($"provider register --namespace {provider} --wait");
        }

        await Azure.AzAsync($"group create -n {Group} -l westus2");
        await Azure.AzAsync($"identity create -g {Group} -n app");
        await Azure.AzAsync($"aks create -g {Group} -n c --enable-oidc-issuer --enable-workload-identity --node-count 1 --generate-ssh-keys");
        await Azure.AzAsync($"aks get-credentials -g {Group} -n c");
        Issuer = await ValueAsync($"aks show -g {Group} -n c --query oidcIssuerProfile.issuerUrl");
        NodeGroup = await ValueAsync($"aks show -g {Group} -n c --query nodeResourceGroup");
        ScaleSet = await ValueAsync($"vmss list -g {NodeGroup} --query [0].name");
        Node = (await Azure.KubectlAsync("get nodes -o name")).Output.Trim()["node/".Length..];
        ClientId = await ValueAsync($"identity show -g {Group} -n app --query clientId");
        foreach (var principal in (string[])
        [
            await ValueAsync($"identity show -g {Group} -n app --query principalId"), await ValueAsync($"aks show -g {Group} -n c --query identityProfile.kubeletidentity.objectId"),
        ])
        {
            await GrantReaderAsync(principal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Azure is not null)
        {
            await Azure.DisposeAsync();
        }
    }

    internal Task<CommandResult> GrantReaderAsync(string principal) =>
        Azure.AzAsync($"role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Reader --scope {GroupId}");

    /// <summary>One value that az prints.</summary>
    internal async Task<string> ValueAsync(string line) => (await Azure.AzAsync(line + " -o tsv")).Output.Trim();
}
