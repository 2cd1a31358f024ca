using Microsoft.Extensions.Logging;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>Runs a cluster's controllers. One that throws or returns is started again after a pause, and the others do not notice.</summary>
internal sealed class ControllerRunner : IAsyncDisposable
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>A controller that worked so long starts again with the shortest pause.</summary>
    private static readonly TimeSpan Healthy = TimeSpan.FromMinutes(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly IObjectClient _api;
    private readonly string _clusterKey;
    private readonly TimeSpan _pause;
    private readonly TimeProvider _hostTime;
    private readonly ILogger _logger;
    private readonly Task _all;

    public ControllerRunner(
        IObjectClient api, string clusterKey, IReadOnlyList<IClusterController> controllers, TimeSpan pause, TimeProvider hostTime, ILogger logger)
    {
        (_api, _clusterKey, _pause, _hostTime, _logger) = (api, clusterKey, pause, hostTime, logger);
        _all = Task.WhenAll(controllers.Select(controller => Task.Run(() => KeepAsync(controller))));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
        _stop.Dispose();
    }

    private async Task KeepAsync(IClusterController controller)
    {
        var pause = _pause;
        while (!_stop.IsCancellationRequested)
        {
            var begun = _hostTime.GetTimestamp();
            Exception? failure = null;
            try
            {
                await controller.RunAsync(_api, _stop.Token);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                failure = e;
            }

            if (_stop.IsCancellationRequested)
            {
                return;
            }

            pause = _hostTime.GetElapsedTime(begun) > Healthy ? _pause : pause;
            _logger.ControllerFailed(failure, controller.Name, _clusterKey, pause);
            await Task.Delay(pause, _hostTime, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 > LongestPause ? LongestPause : pause * 2;
        }
    }
}
