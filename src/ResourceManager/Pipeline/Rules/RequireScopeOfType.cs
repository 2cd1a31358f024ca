using Verditer.Core;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <summary>
/// The type lives where the path puts it, and so does every resource in the path: a cluster in a group, a group in a subscription, a lock anywhere. What stands where it
/// cannot live can still be deleted.
/// </summary>
internal sealed class RequireScopeOfType(ResourceTypeRegistry types) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Endpoint is not null)
        {
            return new((ArmError?)null);
        }

        for (var id = context.Id; id is not null; id = id.Parent)
        {
            if (id.IsExtension && !IsAllowed(id, context.Request.Method == "DELETE"))
            {
                return new(Refuse(id.Type, id.Parent!));
            }
        }

        return new(context.Target.Kind == ArmTargetKind.Collection ? CheckList(context.Target) : null);
    }

    private bool IsAllowed(ResourceId id, bool isDelete) =>
        id.Type != ResourceType.Tenant && id.Type != ResourceType.Subscription && id.Type != ResourceType.ResourceGroup
        && (isDelete || types.ScopesOf(id.Type).HasFlag(KindOf(id.Parent!)));

    /// <summary>A list of what lives in groups can be had of the subscription too. A child's list is that of its parent, which was looked at already.</summary>
    private ArmError? CheckList(ArmTarget target)
    {
        var (allowed, here) = (types.ScopesOf(target.Type), KindOf(target.Id));
        var fits = target.Type.IsChild || allowed.HasFlag(here) || (here == DeploymentScopes.Subscription && allowed.HasFlag(DeploymentScopes.ResourceGroup));
        return fits ? null : Refuse(target.Type, target.Id);
    }

    private static DeploymentScopes KindOf(ResourceId scope) => scope.Type switch
    {
        _ when scope.Type == ResourceType.Tenant => DeploymentScopes.Tenant,
        _ when scope.Type == ResourceType.Subscription => DeploymentScopes.Subscription,
        _ when scope.Type == ResourceType.ResourceGroup => DeploymentScopes.ResourceGroup,
        _ when scope.Type == ResourceType.ManagementGroup => DeploymentScopes.ManagementGroup,
        _ => DeploymentScopes.Extension,
    };

    private ArmError Refuse(ResourceType type, ResourceId scope) => new ArmError(404, "InvalidResourceType",
        $"The resource type '{type.Path}' could not be found in the namespace '{type.Namespace}' at the scope '{scope.Text}'.")
        .Mend($"Where resources of the type {type} live: {types.ScopesOf(type)}.");
}
