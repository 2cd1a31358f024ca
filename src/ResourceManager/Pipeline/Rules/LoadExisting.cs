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
        return found.IsCompletedSuccessfully ? new(Take(context, found.Result)) : AwaitAsync(context, found);
    }

    private static async ValueTask<ArmError?> AwaitAsync(ArmContext context, ValueTask<StoredResource?> found) => Take(context, await found);

    private static ArmError? Take(ArmContext context, StoredResource? resource)
    {
        context.Existing = resource;
        var mustExist = context.Target.Kind == ArmTargetKind.Action || context.Request.Method is "GET" or "PATCH";
        if (resource is not null || !mustExist)
        {
            return null;
        }

        return context.Target.Type == ResourceType.ResourceGroup
            ? ArmErrors.ResourceGroupNotFound(context.Id.Name)
            : ArmErrors.ResourceNotFound(context.Id);
    }
}
