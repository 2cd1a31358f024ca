using Verditer.Core;

namespace Verditer.Providers.Management;

/// <summary>Refusals of management groups.</summary>
internal static class ManagementGroupErrors
{
    public static ArmError NotFound(string name) => new(404, "NotFound", $"'/providers/Microsoft.Management/managementGroups/{name}' not found");

    public static ArmError InvalidName(string name) => new(400, "InvalidManagementGroupId",
        $"The management group id '{name}' is not valid. It has 1 to 90 letters, digits, '-', '_', '.', '(' and ')', and does not end with a period.");

    public static ArmError NameTaken(string name) => new(409, "Conflict", $"The management group '{name}' exists already in another directory.");

    public static ArmError ParentNotFound(string parent) => new(404, "ParentNotFound", $"The parent management group '{parent}' could not be found.");

    public static ArmError Circle(string name, string parent) => new(400, "BadRequest",
        $"The management group '{name}' cannot be moved into '{parent}', which is itself or lies below it.");

    public static ArmError TooDeep(int levels) => new(400, "ExceedingMaxDepth", $"A hierarchy of management groups has at most {levels} levels below the root group.");

    public static ArmError RootStays(string verb) => new(400, "BadRequest", $"The tenant's root management group cannot be {verb}.");

    public static ArmError HasChildren(string name) => new(400, "BadRequest",
        $"The management group '{name}' holds other management groups or subscriptions. Move or delete them first.");

    public static ArmError NoBody(string problem) => new(400, "InvalidRequestContent", $"The request content was invalid and could not be deserialized: '{problem}'.");
}
