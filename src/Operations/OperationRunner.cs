using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>Works on one operation under its lease: piece by piece, until it has ended or is due later.</summary>
internal sealed class OperationRunner(
    IDocumentStore store,
    OperationTime time,
    OperationOptions options,
    IEnumerable<IOperationHandler> handlers,
    ILogger<OperationRunner> logger)
{
    private readonly Dictionary<string, IOperationHandler> _handlers = handlers.ToDictionary(handler => handler.Kind);
    private readonly string _owner = Guid.NewGuid().ToString();

    /// <summary>Returns after which time to look at it again; null when its own due time counts.</summary>
    public async Task<TimeSpan?> RunAsync(string id, CancellationToken cancellationToken)
    {
        await using var lease = await OperationLease.TakeAsync(store, id, _owner, options.LeaseDuration, time.Host, cancellationToken);
        if (lease is null)
        {
            return options.RetryBusy;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        for (var conflicts = 0; await FindDueAsync(id, either.Token) is var (revision, record);)
        {
            var turn = conflicts < options.ConflictsInARow
                ? await TurnAsync(record, either.Token)
                : await AfterConflictsAsync(record, conflicts, either.Token);
            conflicts = await CommitAsync(turn, revision) ? 0 : conflicts + 1;
        }

        return null;
    }

    private async Task<(long Revision, OperationRecord Record)?> FindDueAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (await store.GetAsync(OperationJson.Collection, id, cancellationToken) is not { } document)
        {
            return null;
        }

        var record = OperationJson.Read(id, document.Body.Span);
        return record.Ended || !record.IsDue(time.Now) ? null : (document.Revision, record);
    }

    private async Task<OperationTurn> TurnAsync(OperationRecord record, CancellationToken cancellationToken)
    {
        if (!_handlers.TryGetValue(record.Kind, out var handler))
        {
            logger.NoHandler(record.Id, record.Kind);
            return OperationTurn.End(record, OperationErrors.NoHandler(record), time.Now);
        }

        using var span = OperationTelemetry.Begin(record);
        try
        {
            return OperationTurn.After(record, await handler.RunAsync(record, cancellationToken), time.Now);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span.Fault(exception);
            return await AfterFaultAsync(record, exception, cancellationToken);
        }
    }

    /// <summary>Again later, or the end when that was the last time.</summary>
    private async Task<OperationTurn> AfterFaultAsync(OperationRecord record, Exception exception, CancellationToken cancellationToken)
    {
        if (record.Attempts < options.Retries)
        {
            var delay = options.RetryDelay(record.Attempts);
            logger.Retried(exception, record.Id, record.Kind, record.ResourceId, delay);
            return OperationTurn.Again(record, delay, time.Now);
        }

        logger.GaveUp(exception, record.Id, record.Kind, record.ResourceId, record.Attempts + 1);
        var error = OperationErrors.GaveUp(record);
        var end = OperationTurn.End(record, error, time.Now);
        try
        {
            return end with { Writes = await _handlers[record.Kind].GiveUpAsync(record, error, cancellationToken) };
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            logger.GiveUpFailed(fault, record.Id, record.Kind);
            return end;
        }
    }

    /// <summary>As after an exception; writes that even then meet a conflict are left out, so that the operation ends.</summary>
    private async Task<OperationTurn> AfterConflictsAsync(OperationRecord record, int conflicts, CancellationToken cancellationToken)
    {
        var turn = await AfterFaultAsync(record, new InvalidOperationException("Its writes met a conflict each time."), cancellationToken);
        return conflicts < 2 * options.ConflictsInARow ? turn : turn with { Writes = null };
    }

    private async Task<bool> CommitAsync(OperationTurn turn, long revision)
    {
        var batch = (turn.Writes ?? new()).Replace(OperationJson.Collection, turn.Next.Id, OperationJson.Write(turn.Next), revision);
        var result = await store.CommitAsync(batch, CancellationToken.None);
        if (result.Committed && turn.Next.Ended)
        {
            OperationTelemetry.CountEnd(turn.Next);
            logger.Ended(turn.Next.Id, turn.Next.Kind, turn.Next.ResourceId, turn.Next.Status);
        }
        else if (result.Conflict is { } conflict)
        {
            OperationTelemetry.CountConflict(turn.Next);
            logger.Conflict(turn.Next.Id, turn.Next.Kind, conflict.Collection, conflict.Key);
        }

        return result.Committed;
    }
}
