using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A sign-in as Graph shows it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/signin</remarks>
internal static class SignInView
{
    public static JsonObject Show(DirectoryIndex index, SignIn signIn)
    {
        var tenant = signIn.TenantId ?? "";
        var user = signIn.PrincipalId is { } id ? index.Users.Find(DirectoryIndex.Key(tenant, id)) : null;
        var client = signIn.ClientId is { } appId ? index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenant, appId)) : null;
        var resource = signIn.Resource is { } name ? ProtectedResource.Find(name) : null;
        return new()
        {
            ["id"] = signIn.Id,
            ["createdDateTime"] = GraphTime.Write(signIn.Time),
            ["userDisplayName"] = user?.DisplayName,
            ["userPrincipalName"] = user?.UserPrincipalName,
            ["userId"] = user?.Id,
            ["appId"] = signIn.ClientId,
            ["appDisplayName"] = client?.DisplayName,
            ["servicePrincipalId"] = user is null ? signIn.PrincipalId : null,
            ["servicePrincipalName"] = user is null ? client?.DisplayName : null,
            ["clientCredentialType"] = signIn.CredentialType,
            ["isInteractive"] = false,
            ["resourceDisplayName"] = resource?.Name ?? signIn.Resource,
            ["resourceId"] = resource?.AppId,
            ["signInEventTypes"] = new JsonArray(EventType(signIn, user)),
            ["conditionalAccessStatus"] = "notApplied",
            ["status"] = new JsonObject
            {
                ["errorCode"] = signIn.ErrorCode,
                ["failureReason"] = signIn.FailureReason ?? (signIn.Succeeded ? "Other." : null),
                ["additionalDetails"] = null,
            },
        };
    }

    private static string EventType(SignIn signIn, UserRecord? user) => user is not null ? "nonInteractiveUser"
        : signIn.CredentialType == "managedIdentity" ? "managedIdentity"
        : "servicePrincipal";
}
