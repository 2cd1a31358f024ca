using Microsoft.Extensions.Hosting;

namespace Verditer.Host;

/// <summary>Who starts the host stops it: the command listens to signals, a test does not.</summary>
internal sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
