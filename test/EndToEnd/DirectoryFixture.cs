namespace Verditer.EndToEnd;

/// <summary>One native Verditer for the tests of its directory, with az 2.74.</summary>
public sealed class DirectoryFixture : IAsyncLifetime
{
    internal LocalAzure Azure { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Azure = await LocalAzure.StartAsync(Build.Native, Clients.Debian13);

    public async ValueTask DisposeAsync()
    {
        if (Azure is not null)
        {
            await Azure.DisposeAsync();
        }
    }
}
