using Verditer.Host;

namespace Verditer.Cli.Tests;

/// <summary>Commands beside a Verditer that runs.</summary>
public abstract class RunningTest : IAsyncLifetime
{
    private protected CommandLine Verditer { get; } = new();

    private protected VerditerHost Host { get; set; } = null!;

    public virtual async ValueTask InitializeAsync() => Host = await Verditer.StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Verditer.Dispose();
        GC.SuppressFinalize(this);
    }
}
