using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>No lock at the resource or above it forbids the change. Locks themselves can be changed; a role assignment in a locked scope cannot be deleted.</summary>
internal sealed class RefuseLocked(LockIndex locks) : IRequestRule
{
    private static readonly ResourceType Lock = ResourceType.Parse("Microsoft.Authorization/locks");

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Method is "GET" or "HEAD" || context.Target.Type == Lock)
        {
            return new((ArmError?)null);
        }

        var isDelete = context.Request.Method == "DELETE";
        if (locks.Find(context.Id, isDelete) is not { } found)
        {
            return new((ArmError?)null);
        }

        var verb = isDelete ? "delete" : "write";
        return new(new ArmError(409, "ScopeLocked",
            $"The scope '{context.Id.Text}' cannot perform {verb} operation because following scope(s) are locked: '{found.Scope}'. Please remove the lock and try again.")
            .Mend($"az lock delete --ids {found.Id}"));
    }
}
