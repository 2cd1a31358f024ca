using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Carries out a change of the directory and notes it in the audit log, in one commit.</summary>
internal sealed class GraphWriter(DirectoryWriter writer, RecycleBin bin, DirectoryAuditLog audits)
{
    public DirectoryWriter Directory => writer;

    public RecycleBin Bin => bin;

    /// <summary>
    /// Builds the change on what there is, and again while others get in between. A refusal changes nothing. The answer describes what was written.
    /// </summary>
    public async Task<GraphAnswer> WriteAsync(Func<WriteBatch, GraphAnswer> build)
    {
        GraphAnswer answer = GraphAnswer.NoContent;
        var written = await writer.TryCommitAsync(
            batch =>
            {
                answer = build(batch);
                return answer.Error is null && batch.Writes.Count > 0;
            },
            CancellationToken.None);
        return written is null ? GraphError.Concurrent() : answer;
    }

    public void Note(WriteBatch batch, GraphRequest request, AuditActivity activity, params IReadOnlyList<AuditTarget> targets) =>
        audits.Note(batch, request.TenantId, ActorOf(request.Caller), activity, request.CorrelationId, targets);

    private AuditActor ActorOf(Caller caller) => caller.Kind == PrincipalKind.User
        ? new(caller.ObjectId, caller.AppId, writer.Index.FindPrincipal(caller.TenantId, caller.ObjectId)?.DisplayName, caller.ClientName)
        : new(caller.ObjectId, caller.AppId, writer.Index.FindPrincipal(caller.TenantId, caller.ObjectId)?.DisplayName, null);
}
