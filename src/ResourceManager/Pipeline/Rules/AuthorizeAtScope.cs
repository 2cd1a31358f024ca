using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The caller may do this at this scope, before anything else is revealed.</summary>
internal sealed class AuthorizeAtScope(IAuthorizer authorizer) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (ActionOf(context) is not { } action)
        {
            return new((ArmError?)null);
        }

        var scope = context.Target.Scope;
        var decision = authorizer.Check(context.Caller, action, scope.Key);
        if (decision.Deny is { } deny)
        {
            return new(ArmErrors.DeniedByAssignment(context.Caller, action, scope.Text, deny));
        }

        return new(decision.Allowed || NarrowList(context) ? null : ArmErrors.AuthorizationFailed(context.Caller, action, scope.Text));
    }

    /// <summary>A list of a subscription shows a caller who holds a role somewhere below what that role lets it read.</summary>
    private bool NarrowList(ArmContext context)
    {
        var isList = context.Request.Method == "GET" && context.Id.Type == ResourceType.Subscription
            && (context.Target.Kind == ArmTargetKind.Collection || context.Endpoint is { ListsResources: true });
        if (!isList || !authorizer.HoldsRoleWithin(context.Caller, context.Id.Key))
        {
            return false;
        }

        context.MayRead = id => authorizer.Check(context.Caller, ActionNames.Of(id.Type, "read"), id.Key).Allowed;
        return true;
    }

    private static string? ActionOf(ArmContext context)
    {
        var target = context.Target;
        return (target.Kind, context.Request.Method) switch
        {
            (ArmTargetKind.Endpoint, _) => target.Action,
            (ArmTargetKind.Action, _) => ActionNames.Of(target.Type, target.Action + "/action"),
            (_, "PUT" or "PATCH") => ActionNames.Of(target.Type, "write"),
            (_, "DELETE") => ActionNames.Of(target.Type, "delete"),
            _ => ActionNames.Of(target.Type, "read"),
        };
    }
}
