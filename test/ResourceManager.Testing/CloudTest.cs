namespace Verditer.ResourceManager.Testing;

/// <summary>A test with a cloud of its own.</summary>
public abstract class CloudTest : IAsyncLifetime
{
    protected TestCloud Cloud { get; private set; } = null!;

    protected virtual TestCloudOptions Options => new();

    public virtual async ValueTask InitializeAsync() => Cloud = await TestCloud.StartAsync(Options);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Cloud.DisposeAsync();
    }
}
