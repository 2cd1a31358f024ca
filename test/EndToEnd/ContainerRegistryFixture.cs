namespace Verditer.EndToEnd;

/// <summary>One native Verditer whose subscription follows today's rules and serves registries, with az 2.74. Each test has a group and registries of its own.</summary>
public sealed class ContainerRegistryFixture : IAsyncLifetime
{
    internal LocalAzure Azure { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        await Azure.VerditerAsync($"subscription rules {Azure.SubscriptionId} ga");
        foreach (var name in (string[])["ContainerRegistry", "ManagedIdentity", "Network", "Compute", "ContainerService"])
        {
            await Azure.AzAsync($"provider register --namespace Microsoft.{name} --wait");
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Azure is not null)
        {
            await Azure.DisposeAsync();
        }
    }
}
