using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager.Types;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Carries out a request that has passed every rule. Answers null when another write came first: then the rules look again.</summary>
public sealed class RequestExecutor(IDocumentStore documents, ResourceStore resources, ResourceTypeRegistry types, IOperations operations)
{
    /// <summary>A write as the client sent it, for the rules that come before validation.</summary>
    public static WriteRequest Raw(ArmContext context) =>
        new(context.Existing?.Id ?? context.Id, context.Body, context.Body, context.Existing, context.Request.Method == "PATCH", context);

    public async ValueTask<Result<ArmResponse?>> RunAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Endpoint is { } endpoint)
        {
            return Optional(await endpoint.Run(context, cancellationToken));
        }

        return (context.Target.Kind, context.Request.Method) switch
        {
            (ArmTargetKind.Collection, _) => Optional(await ListAsync(context, cancellationToken)),
            (ArmTargetKind.Action, _) => Optional(await ActAsync(context, cancellationToken)),
            (_, "GET") => Show(context, context.Existing!, 200),
            (_, "HEAD") => context.Existing is null ? new ArmResponse(404, default) : ArmResponse.NoContent,
            (_, "DELETE") => await DeleteAsync(context, cancellationToken),
            _ => await WriteAsync(context, cancellationToken),
        };
    }

    private async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var handler = context.Handler!;
        if (!handler.ReadFilter(context).TryGet(out var matches, out var error))
        {
            return error;
        }

        var all = await handler.ListAsync(context, resources, cancellationToken);
        return ListPage.Write(context, [.. all.Where(r => context.MayRead(r.Id) && matches(r))], r => handler.Render(r, context));
    }

    private static async ValueTask<Result<ArmResponse>> ActAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var action = context.Handler!.Actions.First(a => a.Name.Equals(context.Target.Action, StringComparison.OrdinalIgnoreCase));
        return await action.Run(context, cancellationToken);
    }

    private async ValueTask<Result<ArmResponse?>> WriteAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var id = context.Existing?.Id ?? await NewIdAsync(context, cancellationToken);
        var request = new WriteRequest(id, DesiredBody(context, id), context.Body, context.Existing, context.Request.Method == "PATCH", context);
        var planned = await context.Handler!.PlanWriteAsync(request, cancellationToken);
        if (!planned.TryGet(out var plan, out var error))
        {
            return error;
        }

        var batch = new WriteBatch();
        ResourceStore.Put(batch, plan.Holder?.Id ?? id, plan.Resource, plan.Holder ?? context.Existing);
        plan.Also?.Invoke(batch);
        var operation = plan.Operation is null ? null : operations.Start(batch, AsyncHeaders.Mark(plan.Operation, context.Caller));
        var result = await documents.CommitAsync(batch, cancellationToken);
        if (!result.Committed)
        {
            return (ArmResponse?)null;
        }

        var stored = new StoredResource(id, Json.ToBytes(plan.Answer ?? plan.Resource), result.Revisions[0]);
        var response = Show(context, stored, plan.Status ?? (context.Existing is null ? CreationStatus.Of(context.Target.Type) : 200));
        return operation is null ? response : AsyncHeaders.ForWrite(response, context, operation);
    }

    private static ArmResponse Show(ArmContext context, StoredResource resource, int status) =>
        new ArmResponse(status, context.Handler!.Render(resource, context)).WithHeader("ETag", ETags.Of(resource));

    private async ValueTask<Result<ArmResponse?>> DeleteAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Existing is not { } existing)
        {
            return context.Target.Type == ResourceType.ResourceGroup ? ArmErrors.ResourceGroupNotFound(context.Id.Name) : ArmResponse.NoContent;
        }

        var planned = await context.Handler!.PlanDeleteAsync(existing, context, cancellationToken);
        if (!planned.TryGet(out var plan, out var error))
        {
            return error;
        }

        if (FindDeletion(plan, existing) is { } deletion)
        {
            return await FollowAsync(deletion, context, cancellationToken);
        }

        var batch = new WriteBatch();
        if (plan.Resource is not null)
        {
            var held = plan.Holder ?? existing;
            ResourceStore.Put(batch, held.Id, plan.Resource, held);
        }
        else if (plan.Operation is null)
        {
            batch.Delete(StoredResource.Collection, existing.Id.Key, existing.Revision);
            await AddContentsAsync(batch, existing.Id, cancellationToken);
        }

        plan.Also?.Invoke(batch);
        var operation = plan.Operation is null ? null : operations.Start(batch, AsyncHeaders.Mark(plan.Operation, context.Caller));
        if (!(await documents.CommitAsync(batch, cancellationToken)).Committed)
        {
            return (ArmResponse?)null;
        }

        return operation is null
            ? new ArmResponse(200, plan.Answer is null ? default : Json.ToBytes(plan.Answer))
            : AsyncHeaders.ForDelete(context, operation);
    }

    /// <summary>The operation that is already deleting the resource, or null.</summary>
    private OperationRecord? FindDeletion(DeletePlan plan, StoredResource existing) => plan.Operation is { ResourceId: { } id } wanted && existing.ProvisioningState == "Deleting"
        ? operations.Running(id).FirstOrDefault(o => o.Kind == wanted.Kind)
        : null;

    /// <summary>A deletion is not begun twice: the second would outlive the first and meet what is made anew under the name.</summary>
    private async ValueTask<ArmResponse> FollowAsync(OperationRecord deletion, ArmContext context, CancellationToken cancellationToken)
    {
        var own = operations.Running(deletion.ResourceId!).Where(o => FollowedOperation.Follows(o, deletion)).Prepend(deletion)
            .FirstOrDefault(o => AsyncHeaders.StartedBy(o, context.Caller));
        if (own is not null)
        {
            return AsyncHeaders.ForDelete(context, own);
        }

        var batch = new WriteBatch();
        var follower = operations.Start(batch, AsyncHeaders.Mark(FollowedOperation.Start(deletion), context.Caller));
        await documents.CommitAsync(batch, cancellationToken);
        return AsyncHeaders.ForDelete(context, follower);
    }

    /// <summary>What lies below a resource goes with it: children, locks, role assignments on it.</summary>
    private async ValueTask AddContentsAsync(WriteBatch batch, ResourceId id, CancellationToken cancellationToken)
    {
        foreach (var below in await resources.ListBelowAsync(id, cancellationToken))
        {
            batch.Delete(StoredResource.Collection, below.Id.Key);
        }
    }

    /// <summary>The id of a new resource: types in Azure's own case, subscription and group in the case in which they were made.</summary>
    private async ValueTask<ResourceId> NewIdAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var id = context.Id;
        var text = types.Canonical(id).Text;
        if (context.Subscription is { } subscription)
        {
            text = WithStart(text, ResourceId.Subscription(subscription.Id).Text);
        }

        if (id.GroupId is { } group && !group.Equals(id) && await resources.FindAsync(group, cancellationToken) is { } stored)
        {
            text = WithStart(text, stored.Body.Text("id") ?? group.Text);
        }

        return ResourceId.Parse(text);
    }

    private static string WithStart(string text, string start) => start + text[start.Length..];

    private JsonObject DesiredBody(ArmContext context, ResourceId id)
    {
        var sent = context.Body.Copy();
        if (types.Catalog.TryFind(context.Target.Type, out ServedType? served))
        {
            WriteFilter.Strip(served, context.ApiVersion, id.Name, sent);
        }

        var wanted = context.IsMerge ? MergePatch.Apply(context.Existing!.Body.Copy(), sent) : sent;
        JsonObject body = new() { ["id"] = id.Text, ["name"] = id.Name, ["type"] = id.Type.FullName };
        foreach (var (name, value) in wanted.ToList())
        {
            if (!body.ContainsKey(name) && value is not null)
            {
                wanted.Remove(name);
                body[name] = value;
            }
        }

        if (body.Text("location") is { } location)
        {
            body["location"] = AzureLocations.Normalize(location);
        }

        return body;
    }

    private static Result<ArmResponse?> Optional(Result<ArmResponse> result) =>
        result.TryGet(out var response, out var error) ? response : error;
}
