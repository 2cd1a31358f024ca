using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The resource group exists, and the resource that a child or an extension is put on.</summary>
internal sealed class RequireGroupAndParent(ResourceStore resources, ResourceTypeRegistry types) : IRequestRule
{
    public async ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Method is "GET" or "HEAD" && context.Target.Kind == ArmTargetKind.Resource)
        {
            // A read of what does not exist answers 404 by itself; looking at its parents first would only slow down every other read.
            return null;
        }

        var id = context.Id;
        if (id.GroupId is { } group && (context.Target.Kind != ArmTargetKind.Resource || !group.Equals(id)))
        {
            if (await resources.FindAsync(group, cancellationToken) is not { } stored)
            {
                return ArmErrors.ResourceGroupNotFound(group.Name);
            }

            if (context.IsWrite && stored.ProvisioningState == "Deleting")
            {
                return new ArmError(409, "ResourceGroupBeingDeleted",
                    $"The resource group '{group.Name}' is in deprovisioning state and cannot perform this operation.");
            }
        }

        var parent = context.Target.Kind == ArmTargetKind.Collection ? id : id.Parent;
        if (parent is null || !parent.Type.IsChild && !IsProviderResource(parent) || context.Request.Method == "DELETE")
        {
            return null;
        }

        var handler = types.Find(parent.Type)?.Handler;
        return handler is null || await handler.FindAsync(parent, resources, cancellationToken) is not null
            ? null
            : ParentNotFound(context, parent);
    }

    private static bool IsProviderResource(ResourceId id) =>
        id.Type.Namespace.Length > 0 && id.Type != ResourceType.Subscription && id.Type != ResourceType.ResourceGroup && id.Type != ResourceType.Tenant;

    private static ArmError ParentNotFound(ArmContext context, ResourceId parent) =>
        context.IsWrite && !context.Id.IsExtension
            ? new ArmError(404, "ParentResourceNotFound",
                $"Failed to perform '{(context.Request.Method == "PUT" ? "write" : "update")}' on resource(s) of type '{context.Target.Type.Path}', because the parent resource '{parent.Text}' could not be found.")
            : ArmErrors.ResourceNotFound(parent);
}
