using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A change of the directory as Graph shows it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/directoryaudit</remarks>
internal static class AuditView
{
    public static JsonObject Show(DirectoryAudit audit) => new()
    {
        ["id"] = audit.Id,
        ["activityDateTime"] = GraphTime.Write(audit.Time),
        ["activityDisplayName"] = audit.Activity,
        ["additionalDetails"] = new JsonArray(),
        ["category"] = audit.Category,
        ["correlationId"] = audit.CorrelationId,
        ["initiatedBy"] = Show(audit.Actor),
        ["loggedByService"] = "Core Directory",
        ["operationType"] = audit.Operation,
        ["result"] = "success",
        ["resultReason"] = "",
        ["targetResources"] = new JsonArray([.. audit.Targets.Select(Show)]),
    };

    private static JsonObject Show(AuditActor actor) => actor.UserPrincipalName is not null
        ? new()
        {
            ["app"] = null,
            ["user"] = new JsonObject { ["id"] = actor.PrincipalId, ["displayName"] = actor.DisplayName, ["userPrincipalName"] = actor.UserPrincipalName },
        }
        : new()
        {
            ["app"] = new JsonObject { ["appId"] = actor.AppId, ["displayName"] = actor.DisplayName, ["servicePrincipalId"] = actor.PrincipalId, ["servicePrincipalName"] = null },
            ["user"] = null,
        };

    private static JsonObject Show(AuditTarget target) => new()
    {
        ["id"] = target.Id,
        ["displayName"] = target.DisplayName,
        ["type"] = target.Type,
        ["userPrincipalName"] = target.UserPrincipalName,
        ["groupType"] = target.Type == "Group" ? "azureAD" : null,
        ["modifiedProperties"] = new JsonArray([.. target.Modified.Select(property => new JsonObject
        {
            ["displayName"] = property.Name,
            ["oldValue"] = property.Old,
            ["newValue"] = property.New,
        })]),
    };
}
