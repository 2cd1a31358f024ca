using Verditer.Host;

namespace Verditer.Cli;

/// <summary>Where a story plays: in a Verditer of its own, which goes with it, or in the running one.</summary>
internal sealed class StoryPlace : IAsyncDisposable
{
    private readonly VerditerHost? _own;

    private StoryPlace(StatePaths paths, int port, VerditerHost? own) => (Paths, Port, _own) = (paths, port, own);

    public StatePaths Paths { get; }

    public int Port { get; }

    public bool IsOwn => _own is not null;

    public static StoryPlace Here(StatePaths paths) => new(paths, RunningServer.Require(paths).Port, null);

    public static async Task<StoryPlace> ThrowAwayAsync(CancellationToken stop)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-story-").FullName;
        var host = await VerditerHost.StartAsync(new VerditerOptions { StateFolder = folder, Port = 0 }, cancellationToken: stop);
        return new(new StatePaths(folder), host.Port, host);
    }

    public async ValueTask DisposeAsync()
    {
        if (_own is not null)
        {
            await _own.DisposeAsync();
            System.IO.Directory.Delete(Paths.Root, recursive: true);
        }
    }
}
