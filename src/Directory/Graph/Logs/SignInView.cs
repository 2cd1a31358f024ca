using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A sign-in as Graph shows it.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/signin</remarks>
internal static class SignInView
{
    public static JsonObject Show(DirectoryIndex index, SignIn signIn)
    {
        var tenant = signIn.TenantId ?? "";
        var user = signIn.UserId is { } id ? index.Users.Find(DirectoryIndex.Key(tenant, id)) : null;
        var client = signIn.ClientId is { } appId ? index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(tenant, appId)) : null;
        var resource = signIn.Resource is { } name ? ProtectedResource.Find(name) : null;
        return new()
        {
            ["id"] = signIn.Id,
            ["createdDateTime"] = GraphTime.Write(signIn.Time),
            ["userDisplayName"] = user?.DisplayName,
            ["userPrincipalName"] = user?.UserPrincipalName ?? signIn.UserPrincipalName,
            ["userId"] = signIn.UserId,
            ["appId"] = signIn.ClientId,
            ["appDisplayName"] = client?.DisplayName ?? FirstPartyClient.Find(signIn.ClientId ?? "")?.Name,
            ["servicePrincipalId"] = IsOfUser(signIn) ? null : signIn.PrincipalId,
            ["servicePrincipalName"] = IsOfUser(signIn) ? null : client?.DisplayName,
            ["servicePrincipalCredentialKeyId"] = IsOfUser(signIn) ? null : signIn.CredentialKeyId,
            ["clientCredentialType"] = signIn.CredentialType,
            ["authenticationProtocol"] = signIn.Grant,
            ["ipAddress"] = signIn.IpAddress,
            ["userAgent"] = signIn.UserAgent,
            ["correlationId"] = signIn.CorrelationId,
            ["isInteractive"] = IsInteractive(signIn),
            ["resourceDisplayName"] = resource?.Name ?? signIn.Resource,
            ["resourceId"] = resource?.AppId,
            ["signInEventTypes"] = new JsonArray(EventType(signIn)),
            ["conditionalAccessStatus"] = "notApplied",
            ["authenticationProcessingDetails"] = new JsonArray(
                [.. (signIn.Facts ?? new Dictionary<string, string>()).Select(fact => new JsonObject { ["key"] = fact.Key, ["value"] = fact.Value })]),
            ["status"] = new JsonObject
            {
                ["errorCode"] = signIn.ErrorCode,
                ["failureReason"] = signIn.FailureReason ?? (signIn.Succeeded ? "Other." : null),
                ["additionalDetails"] = null,
            },
        };
    }

    private static bool IsOfUser(SignIn signIn) => signIn.UserId is not null || signIn.UserPrincipalName is not null;

    /// <summary>A user was there, and not only a token that had been given before.</summary>
    private static bool IsInteractive(SignIn signIn) => IsOfUser(signIn) && signIn.Grant is not ("password" or "refresh_token");

    private static string EventType(SignIn signIn) => IsInteractive(signIn) ? "interactiveUser"
        : IsOfUser(signIn) ? "nonInteractiveUser"
        : signIn.CredentialType == "managedIdentity" ? "managedIdentity"
        : "servicePrincipal";
}
