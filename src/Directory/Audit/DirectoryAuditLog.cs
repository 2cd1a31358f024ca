using System.Collections.Concurrent;
using System.Text.Json;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// Changes of the directory, each written in the same commit as the change itself. They stay on disk and are read when somebody asks; the oldest are
/// removed now and then by <see cref="TrimAsync"/>.
/// </summary>
internal sealed class DirectoryAuditLog(IDocumentStore store, DirectoryOptions options, TimeProvider time) : IDirectoryAuditLog
{
    private const string Collection = "directory.audits";
    private const int Share = 20;

    /// <summary>How many changes were noted in a tenant since its oldest were removed.</summary>
    private readonly ConcurrentDictionary<string, int> _noted = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a change to the batch that makes it.</summary>
    public void Note(WriteBatch batch, string tenantId, AuditActor actor, AuditActivity activity, string correlationId, params IReadOnlyList<AuditTarget> targets)
    {
        var hostTime = VerditerClock.HostTime(time);
        var id = $"Directory_{Guid.NewGuid():D}";
        var audit = new DirectoryAudit(
            tenantId, id, time.GetUtcNow(), activity.Category, activity.Name, activity.Operation, actor, targets, correlationId) { HostTime = hostTime };
        batch.Create(Collection, $"{tenantId}/{hostTime.UtcTicks:x16}-{id}", JsonSerializer.SerializeToUtf8Bytes(audit, DirectoryJson.Default.DirectoryAudit));
        _noted.AddOrUpdate(tenantId, 1, (_, count) => count + 1);
    }

    public async Task<IReadOnlyList<DirectoryAudit>> ReadAsync(string tenantId, int limit = 100, CancellationToken cancellationToken = default)
    {
        var page = await store.ListAsync(Collection, tenantId + "/", cancellationToken: cancellationToken);
        return [.. page.Documents.Reverse().Take(limit)
            .Select(document => JsonSerializer.Deserialize(document.Body.Span, DirectoryJson.Default.DirectoryAudit)!)];
    }

    /// <summary>Removes what is no longer kept, wherever a twentieth of what is kept has come since the last time.</summary>
    public async Task TrimAsync(CancellationToken cancellationToken)
    {
        foreach (var (tenantId, _) in _noted.Where(pair => pair.Value * Share >= options.AuditsKept).ToList())
        {
            _noted[tenantId] = 0;
            var page = await store.ListAsync(Collection, tenantId + "/", cancellationToken: cancellationToken);
            var batch = new WriteBatch();
            foreach (var old in page.Documents.SkipLast(options.AuditsKept))
            {
                batch.Delete(Collection, old.Key);
            }

            if (batch.Writes.Count > 0)
            {
                await store.CommitAsync(batch, cancellationToken);
            }
        }
    }
}
