namespace Verditer.EndToEnd;

/// <summary>One native Verditer whose subscription follows today's rules, with az 2.74.</summary>
public sealed class TodaysRulesFixture : IAsyncLifetime
{
    internal LocalAzure Azure { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        await Azure.VerditerAsync($"subscription rules {Azure.SubscriptionId} ga");
        foreach (var provider in (string[])["Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.Compute", "Microsoft.ContainerService"])
        {
            await Azure.AzAsync($"provider register --namespace {provider} --wait");
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
