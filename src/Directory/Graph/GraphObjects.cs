using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Directory objects as Graph shows them.</summary>
internal static class GraphObjects
{
    public static JsonObject Show(ApplicationRecord app, TenantRecord tenant) => Merge(app.Extra, new()
    {
        ["id"] = app.Id,
        ["deletedDateTime"] = null,
        ["appId"] = app.AppId,
        ["createdDateTime"] = Time(app.Created),
        ["displayName"] = app.DisplayName,
        ["identifierUris"] = List(app.IdentifierUris),
        ["publisherDomain"] = tenant.Domain,
        ["passwordCredentials"] = Show(app.Passwords),
    }, ("signInAudience", "AzureADMyOrg"), app.TokenVersion);

    public static JsonObject Show(ServicePrincipalRecord principal, TenantRecord tenant) => Merge(principal.Extra, new()
    {
        ["id"] = principal.Id,
        ["deletedDateTime"] = null,
        ["accountEnabled"] = principal.Enabled,
        ["alternativeNames"] = List(principal.AlternativeNames),
        ["appDisplayName"] = principal.ResourceId is null ? principal.DisplayName : null,
        ["appId"] = principal.AppId,
        ["appOwnerOrganizationId"] = principal.FirstParty ? "f8cdef31-a31e-4b4a-93e4-5f571e91255a" : principal.ResourceId is null ? tenant.Id : null,
        ["createdDateTime"] = Time(principal.Created),
        ["displayName"] = principal.DisplayName,
        ["servicePrincipalNames"] = List(principal.Names),
        ["servicePrincipalType"] = principal.Type,
        ["passwordCredentials"] = Show(principal.Passwords),
    }, ("signInAudience", principal.ResourceId is null ? "AzureADMyOrg" : null), null);

    public static JsonObject Show(UserRecord user) => new()
    {
        ["id"] = user.Id,
        ["displayName"] = user.DisplayName,
        ["userPrincipalName"] = user.UserPrincipalName,
        ["mail"] = null,
        ["createdDateTime"] = Time(user.Created),
    };

    public static JsonObject Show(GroupRecord group) => new()
    {
        ["id"] = group.Id,
        ["displayName"] = group.DisplayName,
        ["securityEnabled"] = true,
        ["mailEnabled"] = false,
        ["groupTypes"] = new JsonArray(),
        ["createdDateTime"] = Time(group.Created),
    };

    public static JsonObject Show(TenantRecord tenant) => new()
    {
        ["id"] = tenant.Id,
        ["displayName"] = tenant.DisplayName,
        ["createdDateTime"] = Time(tenant.Created),
        ["tenantType"] = "AAD",
        ["verifiedDomains"] = new JsonArray(new JsonObject { ["name"] = tenant.Domain, ["isDefault"] = true, ["isInitial"] = true, ["type"] = "Managed" }),
    };

    public static JsonObject Show(PasswordRecord password, string? secret) => new()
    {
        ["customKeyIdentifier"] = null,
        ["displayName"] = password.DisplayName,
        ["endDateTime"] = Time(password.End),
        ["hint"] = password.Hint,
        ["keyId"] = password.KeyId,
        ["secretText"] = secret,
        ["startDateTime"] = Time(password.Start),
    };

    /// <summary>An object of whatever kind, with its <c>@odata.type</c>; null when it is not in the directory.</summary>
    public static JsonObject? ShowAny(DirectoryIndex index, string tenantId, string id)
    {
        var (key, tenant) = (DirectoryIndex.Key(tenantId, id), index.Tenants.Find(tenantId)!);
        return index.ServicePrincipals.Find(key) is { } principal ? Typed("servicePrincipal", Show(principal, tenant))
            : index.Users.Find(key) is { } user ? Typed("user", Show(user))
            : index.Groups.Find(key) is { } group ? Typed("group", Show(group))
            : index.Applications.Find(key) is { } app ? Typed("application", Show(app, tenant))
            : null;
    }

    private static JsonObject Typed(string type, JsonObject shown)
    {
        shown.Insert(0, "@odata.type", $"#microsoft.graph.{type}");
        return shown;
    }

    private static JsonObject Merge(JsonObject? extra, JsonObject shown, (string Name, string? Value) otherwise, int? tokenVersion)
    {
        foreach (var (name, value) in extra ?? [])
        {
            shown.TryAdd(name, value?.DeepClone());
        }

        shown.TryAdd(otherwise.Name, otherwise.Value);
        shown.TryAdd("keyCredentials", new JsonArray());
        if (tokenVersion is { } version)
        {
            shown.Section("api")["requestedAccessTokenVersion"] = version;
        }

        return shown;
    }

    private static JsonArray Show(IReadOnlyList<PasswordRecord> passwords) => new([.. passwords.Select(password => Show(password, null))]);

    private static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
