using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Reads the resource. GET, PATCH and actions need it to exist.</summary>
internal sealed class LoadExisting(ResourceStore resources) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Handler is not { } handler || context.Target.Kind == ArmTargetKind.Collection)
        {
            return new((ArmError?)null);
        }

        var found = handler.FindAsync(context.Id, resources, cancellationToken);
        return found.IsCompletedSuccessfully ? FoundAsync(context, found.Result, cancellationToken) : AwaitAsync(context, found, cancellationToken);
    }

    private async ValueTask<ArmError?> AwaitAsync(ArmContext context, ValueTask<StoredResource?> found, CancellationToken cancellationToken) =>
        await FoundAsync(context, await found, cancellationToken);

    private ValueTask<ArmError?> FoundAsync(ArmContext context, StoredResource? resource, CancellationToken cancellationToken)
    {
        resource = resource is null || context.Handler!.IsKnownTo(context, resource) ? resource : null;
        context.Existing = resource is null || context.Request.Method is "GET" or "HEAD" ? resource : InItsOwnCase(resource);
        var mustExist = context.Target.Kind == ArmTargetKind.Action || context.Request.Method is "GET" or "PATCH";
        return resource is not null || !mustExist ? new((ArmError?)null) : MissingAsync(context.Id, cancellationToken);
    }

    /// <summary>What changes a resource goes by the id that it was made with, not by the case of the request. A read is spared the look into the body.</summary>
    private static StoredResource InItsOwnCase(StoredResource resource) =>
        resource.Body.Text("id") is { } id && ResourceId.TryParse(id, out var own) && own.Equals(resource.Id) ? resource with { Id = own } : resource;

    /// <summary>Names what is missing: the group before the resource in it.</summary>
    private async ValueTask<ArmError?> MissingAsync(ResourceId id, CancellationToken cancellationToken) =>
        id.GroupId is { } group && await resources.FindAsync(group, cancellationToken) is null
            ? ArmErrors.ResourceGroupNotFound(group.Name)
            : ArmErrors.ResourceNotFound(id);
}
