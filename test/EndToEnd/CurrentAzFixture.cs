namespace Verditer.EndToEnd;

/// <summary>One native Verditer for a class of tests, with az 2.74. Each test has a group of its own.</summary>
public sealed class CurrentAzFixture : IAsyncLifetime
{
    internal LocalAzure Azure { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);
        foreach (var provider in (string[])["Microsoft.ManagedIdentity", "Microsoft.Network", "Microsoft.Compute"])
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
