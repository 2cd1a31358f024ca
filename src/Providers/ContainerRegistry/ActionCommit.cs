using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Commits what an action changes. Whoever changed the resource meanwhile has been first.</summary>
internal sealed class ActionCommit(IDocumentStore documents, IOperations operations)
{
    /// <summary>Writes and answers at once.</summary>
    public async ValueTask<Result<ArmResponse>> AnswerAsync(WriteBatch batch, ResourceId changed, JsonNode answer, CancellationToken cancellationToken) =>
        (await documents.CommitAsync(batch, cancellationToken)).Committed ? ArmResponse.Ok(answer) : RegistryErrors.Busy(changed);

    /// <summary>Starts an operation, which the client follows.</summary>
    public async ValueTask<Result<ArmResponse>> StartAsync(ArmContext context, NewOperation operation, CancellationToken cancellationToken)
    {
        var batch = new WriteBatch();
        var started = operations.Start(batch, AsyncHeaders.Mark(operation, context.Caller));
        return (await documents.CommitAsync(batch, cancellationToken)).Committed
            ? AsyncHeaders.ForAction(context, started)
            : RegistryErrors.Busy(context.Id);
    }
}
