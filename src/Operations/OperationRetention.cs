using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>Removes the records of operations that ended long ago: at the start, every hour, and when the clock was moved.</summary>
internal sealed class OperationRetention(
    IDocumentStore store, OperationTime time, OperationOptions options, ILogger<OperationRetention> logger) : BackgroundService
{
    private const int PageSize = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var wake = new SemaphoreSlim(0);
        using var moved = time.OnMoved(() => wake.Release());
        await using var timer = time.Host.CreateTimer(_ => wake.Release(), null, Interval, Interval);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SweepAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.RetentionFailed(exception);
            }

            await wake.WaitAsync(stoppingToken);
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        var oldest = time.Now - options.Retention;
        string? after = null;
        do
        {
            var page = await store.ListAsync(OperationJson.Collection, after: after, limit: PageSize, cancellationToken: cancellationToken);
            var batch = new WriteBatch();
            foreach (var document in page.Documents.Where(document => EndedBefore(document, oldest)))
            {
                batch.Delete(document.Collection, document.Key);
            }

            await store.CommitAsync(batch, cancellationToken);
            after = page.Next;
        }
        while (after is not null);
    }

    private static bool EndedBefore(Document document, DateTimeOffset oldest)
    {
        try
        {
            return OperationJson.Read(document.Key, document.Body.Span).EndTime <= oldest;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
