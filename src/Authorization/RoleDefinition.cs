namespace Verditer.Authorization;

/// <summary>A role definition, as the evaluator needs it.</summary>
/// <param name="Id">The GUID: the last segment of its resource id, in lower case.</param>
/// <param name="Name">Such as <c>Contributor</c>.</param>
public sealed record RoleDefinition(string Id, string Name, string Description, bool IsBuiltIn, IReadOnlyList<Permission> Permissions)
{
    /// <summary>True when one of its permissions allows the action and does not take it away again.</summary>
    public bool Allows(string action, bool isDataAction) => Permissions.Any(p => p.Allows(action, isDataAction));
}
