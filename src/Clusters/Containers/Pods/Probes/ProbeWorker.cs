using Grpc.Core;

namespace Verditer.Clusters.Containers;

/// <summary>Runs one probe of one container until it is canceled. Its times are the host's: a move of Verditer's clock fails no probe.</summary>
/// <param name="report">Called with each result, and whether so many of the same have come in a row that it counts.</param>
internal sealed class ProbeWorker(ProbeSettings settings, ProbeCheck check, TimeProvider hostTime, Func<bool> isWanted, Action<ProbeResult, bool> report)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(settings.InitialDelay, hostTime, cancellationToken);
        var (successes, failures) = (0, 0);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (isWanted())
            {
                var result = await AskAsync(cancellationToken);
                (successes, failures) = result.Succeeded ? (successes + 1, 0) : (0, failures + 1);
                report(result, result.Succeeded ? successes >= settings.SuccessThreshold : failures >= settings.FailureThreshold);
            }

            await Task.Delay(settings.Period, hostTime, cancellationToken);
        }
    }

    private async Task<ProbeResult> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await check.RunAsync(settings.Probe, settings.Timeout, cancellationToken);
        }
        catch (Exception e) when (e is RpcException or InvalidOperationException)
        {
            return ProbeResult.Failure(e.Message);
        }
    }
}
