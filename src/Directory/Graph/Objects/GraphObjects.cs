using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Directory objects as Graph shows them.</summary>
internal static class GraphObjects
{
    private const string MicrosoftTenant = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

    public static JsonObject Show(ApplicationRecord app, TenantRecord tenant)
    {
        var shown = Shown(app, new()
        {
            ["id"] = app.Id,
            ["deletedDateTime"] = null,
            ["appId"] = app.AppId,
            ["createdDateTime"] = GraphTime.Write(app.Created),
            ["displayName"] = app.DisplayName,
            ["identifierUris"] = List(app.IdentifierUris),
            ["publisherDomain"] = tenant.Domain,
            ["passwordCredentials"] = GraphCredentials.Show(app.Passwords),
            ["keyCredentials"] = GraphCredentials.Show(app.KeyCredentials),
        });
        GraphDefaults.Fill(shown, GraphDefaults.Application);
        shown["api"]!["requestedAccessTokenVersion"] = app.TokenVersion;
        return shown;
    }

    public static JsonObject Show(ServicePrincipalRecord principal, TenantRecord tenant)
    {
        var shown = Shown(principal, new()
        {
            ["id"] = principal.Id,
            ["deletedDateTime"] = null,
            ["accountEnabled"] = principal.Enabled,
            ["alternativeNames"] = List(principal.AlternativeNames),
            ["appDisplayName"] = principal.ResourceId is null ? principal.DisplayName : null,
            ["appId"] = principal.AppId,
            ["appOwnerOrganizationId"] = principal.FirstParty ? MicrosoftTenant : principal.ResourceId is null ? tenant.Id : null,
            ["createdDateTime"] = GraphTime.Write(principal.Created),
            ["displayName"] = principal.DisplayName,
            ["servicePrincipalNames"] = List(principal.Names),
            ["servicePrincipalType"] = principal.Type,
            ["passwordCredentials"] = GraphCredentials.Show(principal.Passwords),
            ["keyCredentials"] = GraphCredentials.Show(principal.KeyCredentials),
        });
        if (principal.ResourceId is not null)
        {
            shown["signInAudience"] = null;
        }

        return GraphDefaults.Fill(shown, GraphDefaults.ServicePrincipal);
    }

    public static JsonObject Show(UserRecord user) => GraphDefaults.Fill(Shown(user, new()
    {
        ["id"] = user.Id,
        ["displayName"] = user.DisplayName,
        ["userPrincipalName"] = user.UserPrincipalName,
        ["accountEnabled"] = user.Enabled,
        ["createdDateTime"] = GraphTime.Write(user.Created),
    }), GraphDefaults.User);

    public static JsonObject Show(GroupRecord group) => GraphDefaults.Fill(Shown(group, new()
    {
        ["id"] = group.Id,
        ["deletedDateTime"] = null,
        ["displayName"] = group.DisplayName,
        ["createdDateTime"] = GraphTime.Write(group.Created),
    }), GraphDefaults.Group);

    public static JsonObject Show(IDirectoryObject item, TenantRecord tenant) => item switch
    {
        ApplicationRecord app => Typed("application", Show(app, tenant)),
        ServicePrincipalRecord principal => Typed("servicePrincipal", Show(principal, tenant)),
        UserRecord user => Typed("user", Show(user)),
        GroupRecord group => Typed("group", Show(group)),
        _ => throw new ArgumentException($"A {item.GetType().Name} is no directory object.", nameof(item)),
    };

    /// <summary>The object with this id, whatever it is.</summary>
    public static IDirectoryObject? Find(DirectoryIndex index, string tenantId, string id)
    {
        var key = DirectoryIndex.Key(tenantId, id);
        return (IDirectoryObject?)index.ServicePrincipals.Find(key) ?? (IDirectoryObject?)index.Users.Find(key) ?? (IDirectoryObject?)index.Groups.Find(key)
            ?? index.Applications.Find(key);
    }

    /// <summary>An object of whatever kind, with its <c>@odata.type</c>; null when it is not in the directory.</summary>
    public static JsonObject? ShowAny(DirectoryIndex index, string tenantId, string id) =>
        Find(index, tenantId, id) is { } found ? Show(found, index.Tenants.Find(tenantId)!) : null;

    public static JsonArray List(IReadOnlyList<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static JsonObject Typed(string type, JsonObject shown)
    {
        shown.Insert(0, "@odata.type", $"#microsoft.graph.{type}");
        return shown;
    }

    private static JsonObject Shown(IDirectoryObject item, JsonObject shown)
    {
        foreach (var (name, value) in item.Extra ?? [])
        {
            shown.TryAdd(name, value?.DeepClone());
        }

        return shown;
    }
}
