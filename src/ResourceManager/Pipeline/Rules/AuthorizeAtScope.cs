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

        return new(authorizer.Check(context.Caller, action, context.Id.Key).Allowed
            ? null
            : ArmErrors.AuthorizationFailed(context.Caller, action, context.Id.Text));
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
