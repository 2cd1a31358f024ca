namespace Verditer.Core;

/// <summary>Refusals that more than one part gives, with Azure's texts.</summary>
public static class ArmErrors
{
    private static readonly KeyValuePair<string, string>[] FromGateway = [new("x-ms-failure-cause", "gateway")];

    public static ArmError BadRequest(string message, string? target = null) => new(400, "BadRequest", message, target);

    public static ArmError InvalidParameter(string message, string? target = null) => new(400, "InvalidParameter", message, target);

    public static ArmError Conflict(string message) => new(409, "Conflict", message);

    public static ArmError Internal(string message) => new(500, "InternalServerError", message);

    /// <summary>404 for a resource; <paramref name="id"/> may name a child (<c>type/sub/name/subname</c> is how Azure prints it).</summary>
    public static ArmError ResourceNotFound(ResourceId id)
    {
        var names = id.Name;
        for (var parent = id; !parent.IsExtension && parent.Parent is { } above; parent = above)
        {
            names = $"{above.Name}/{names}";
        }

        var where = id.ResourceGroup is null ? $"subscription '{id.SubscriptionId}'" : $"resource group '{id.ResourceGroup}'";
        return new(404, "ResourceNotFound",
            $"The Resource '{id.Type}/{names}' under {where} was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix")
        { Headers = FromGateway };
    }

    public static ArmError ResourceGroupNotFound(string? group) =>
        new(404, "ResourceGroupNotFound", $"Resource group '{group}' could not be found.") { Headers = FromGateway };

    public static ArmError SubscriptionNotFound(string? subscriptionId) =>
        new(404, "SubscriptionNotFound", $"The subscription '{subscriptionId}' could not be found.") { Headers = FromGateway };

    public static ArmError AuthorizationFailed(Caller caller, string action, string scope) => new(403, "AuthorizationFailed",
        $"The client '{caller.ClientName}' with object id '{caller.ObjectId}' does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.")
    { Access = new(action, scope) };

    /// <summary>A role allows it, and a deny assignment forbids it.</summary>
    public static ArmError DeniedByAssignment(Caller caller, string action, string scope, DenyingAssignment deny) => new(403, "DenyAssignmentAuthorizationFailed",
        $"The client '{caller.ClientName}' with object id '{caller.ObjectId}' has permission to perform action '{action}' on scope '{scope}'; however, the access is denied because of the deny assignment with name '{deny.Name}' and Id '{deny.Id[(deny.Id.LastIndexOf('/') + 1)..].Replace("-", "", StringComparison.Ordinal)}' at scope '{deny.Scope}'.")
    { Access = new(action, scope) };

    public static ArmError LinkedAuthorizationFailed(Caller caller, string action, string scope, string linkedAction, string linkedScope) =>
        new(403, "LinkedAuthorizationFailed",
            $"The client '{caller.ClientName}' with object id '{caller.ObjectId}' has permission to perform action '{action}' on scope '{scope}'; however, it does not have permission to perform action '{linkedAction}' on the linked scope(s) '{linkedScope}' or the linked scope(s) are invalid.")
        { Access = new(linkedAction, linkedScope, new(action, scope)) };
}
