using Verditer.Core;

namespace Verditer.Providers.Authorization;

/// <summary>Refusals of custom roles. Source: https://learn.microsoft.com/azure/role-based-access-control/troubleshooting#custom-roles</summary>
internal static class RoleDefinitionErrors
{
    public static readonly ArmError HasAssignments =
        new(400, "RoleDefinitionHasAssignments", "There are existing role assignments referencing role.");

    public static readonly ArmError NameExists =
        new(409, "RoleDefinitionWithSameNameExists", "A custom role with the same name already exists in this directory. Use a different name.");

    public static readonly ArmError NameExistsOnUpdate =
        new(409, "RoleDefinitionWithSameNameExists", "A role definition cannot be updated with a name that already exists.");

    public static readonly ArmError LimitExceeded =
        new(400, "RoleDefinitionLimitExceeded", "Role definition limit exceeded. No more role definitions can be created.");

    public static readonly ArmError ConditionNotServed = new(501, "NotImplemented",
        "Verditer does not evaluate conditions, so it does not make a custom role whose permissions have one.", "properties.permissions");

    public static ArmError InvalidId(string name) =>
        new(400, "InvalidRoleDefinitionId", $"The role definition ID '{name}' is not valid. The role definition ID must be a GUID.");

    public static ArmError IdExists(string name) =>
        new(409, "RoleDefinitionIdExists", $"A custom role with the ID '{name}' exists already in another directory. Use a different ID.");

    public static ArmError BuiltIn(string name, string verb) => new(400, verb == "delete" ? "CannotDeleteBuiltInRole" : "CannotUpdateBuiltInRole",
        $"The role definition '{name}' is a built-in role and cannot be {verb}d.");

    public static ArmError Invalid(string message, string property) => new(400, "InvalidRoleDefinition", message, $"properties.{property}");

    public static ArmError InvalidAction(string action) =>
        new(400, "InvalidActionOrNotAction", $"'{action}' does not match any of the actions supported by the providers.", "properties.permissions");
}
