using Verditer.Core;

namespace Verditer.Directory;

/// <summary>An API and the scopes there that a client may use for a user.</summary>
/// <param name="ResourceAppId">The API's client id; its name where it is one of Azure's own without one in the tenant.</param>
/// <param name="ResourceId">The object id of the API's service principal, which a grant names; as <paramref name="ResourceAppId"/> where there is none.</param>
internal sealed record GrantedAccess(ResolvedResource Resource, string ResourceAppId, string ResourceId, IReadOnlyList<string> Scopes);

/// <summary>
/// Which scopes a client gets. Microsoft's own clients need no consent; another client needs the user's or an administrator's, or that the API has
/// pre-authorized it.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview</remarks>
internal sealed class Consent(DirectoryIndex index, ResourceResolver resources, DirectoryWriter writer)
{
    /// <summary>Graph's <c>consentType</c>.</summary>
    private const string ForOneUser = "Principal";

    private const string Impersonation = "user_impersonation";

    /// <summary>What Azure CLI's tokens for Graph say, and what every other first-party client's do here.</summary>
    private static readonly string[] GraphScopes =
        ["AuditLog.Read.All", "Directory.AccessAsUser.All", "email", "Group.ReadWrite.All", "openid", "profile", "User.ReadWrite.All"];

    /// <summary>What a client gets of Graph that neither asks for anything there nor has been given it.</summary>
    private static readonly string[] SignInScopes = ["openid", "profile", "email"];

    /// <summary>Who may consent to what only an administrator may.</summary>
    private static readonly string[] Administrators =
    [
        DirectoryRoles.GlobalAdministrator, DirectoryRoles.PrivilegedRoleAdministrator, DirectoryRoles.ApplicationAdministrator, DirectoryRoles.CloudApplicationAdministrator,
    ];

    /// <summary>The API and the scopes; an error when there is no such API or scope, or the user is not assigned to client or API where that is required.</summary>
    /// <param name="asksAgain">True where consent is asked for whatever was given before: <c>.default</c> then is also what the registration has come to ask for.</param>
    public GrantedAccess? Resolve(
        TenantRecord tenant, KnownClient client, UserRecord user, RequestedAccess asked, string? origin, out OAuthError? refusal, bool asksAgain = false)
    {
        if (resources.Resolve(tenant.Id, asked.Resource, origin) is not { } resource)
        {
            refusal = SignInErrors.UnknownResource(asked.Resource, tenant);
            return null;
        }

        var api = index.ServicePrincipalsByName.Find(DirectoryIndex.Key(tenant.Id, asked.Resource.TrimEnd('/')));
        var offered = Offered(tenant, api, asked.Resource);
        var named = asked.Scopes.Where(scope => scope != RequestedAccess.Default).ToList();
        refusal = offered is not null && named.Find(scope => !offered.Contains(scope, StringComparer.OrdinalIgnoreCase)) is { } unknown
            ? SignInErrors.UnknownScope(client.DisplayName, unknown, asked.Resource)
            : AssignedAccess.Refuse(index, user, client.Principal, resource.Api);
        var appId = api?.AppId ?? ProtectedResource.Find(asked.Resource)?.AppId ?? asked.Resource;
        if (refusal is not null)
        {
            return null;
        }

        var resourceId = api?.Id ?? appId;
        return new(resource, appId, resourceId, offered is null && asked.Scopes.Contains(RequestedAccess.Default) && !IsMicrosofts(client)
            ? GraphDefault(tenant, client, user, resourceId, asksAgain)
            : Granted(asked, named, offered, resource));
    }

    /// <summary>True when the client may have these scopes for this user.</summary>
    public bool IsGiven(TenantRecord tenant, KnownClient client, UserRecord user, GrantedAccess access) =>
        IsMicrosofts(client)
        || client.ClientId.Equals(access.ResourceAppId, StringComparison.OrdinalIgnoreCase)
        || IsPreAuthorized(tenant, client, access)
        || (Grants(tenant, client, user, access.ResourceId).Any() && !Missing(tenant, client, user, access).Any());

    /// <summary>True when the user may give the client what it lacks of these scopes: an administrator, or anybody where none of that is for administrators to give.</summary>
    public bool MayBeGivenBy(TenantRecord tenant, KnownClient client, UserRecord user, GrantedAccess access) =>
        !Missing(tenant, client, user, access).Any(scope => NeedsAdministrator(tenant, access, scope))
        || index.GroupsOf(tenant.Id, user.Id).Prepend(user.Id).Any(id => index.HoldsRole(tenant.Id, id, Administrators));

    /// <summary>Keeps the user's consent, who may give it. What everybody has been given stays no user's own.</summary>
    public Task GiveAsync(TenantRecord tenant, KnownClient client, UserRecord user, GrantedAccess access, CancellationToken cancellationToken)
    {
        var before = Grants(tenant, client, user, access.ResourceId).FirstOrDefault(grant => grant.PrincipalId is not null)
            ?? new(tenant.Id, NewObjects.Id(), client.Principal!.Id, ForOneUser, user.Id, access.ResourceId, null);
        var grant = before with { Scope = string.Join(' ', Scopes(before).Concat(Missing(tenant, client, user, access))) };
        return writer.TryCommitAsync(index.PermissionGrants.Put(new(), DirectoryIndex.Key(tenant.Id, grant.Id), grant), cancellationToken);
    }

    private bool NeedsAdministrator(TenantRecord tenant, GrantedAccess access, string scope) => access.ResourceAppId == ProtectedResource.Graph.AppId
        ? !UserConsentScopes.Has(scope)
        : index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenant.Id, access.ResourceAppId))?.AdminScopes().Contains(scope, StringComparer.OrdinalIgnoreCase) == true;

    private static bool IsMicrosofts(KnownClient client) => client.Principal is null or { FirstParty: true };

    /// <summary>What was granted to the client for this user, and for everybody.</summary>
    private IEnumerable<PermissionGrantRecord> Grants(TenantRecord tenant, KnownClient client, UserRecord user, string resourceId) =>
        index.PermissionGrants.In(tenant.Id).Where(grant =>
            grant.ClientId.Equals(client.Principal?.Id, StringComparison.OrdinalIgnoreCase)
            && grant.ResourceId.Equals(resourceId, StringComparison.OrdinalIgnoreCase)
            && (grant.PrincipalId is null || grant.PrincipalId.Equals(user.Id, StringComparison.OrdinalIgnoreCase)));

    private IEnumerable<string> Missing(TenantRecord tenant, KnownClient client, UserRecord user, GrantedAccess access) =>
        access.Scopes.Except(Grants(tenant, client, user, access.ResourceId).SelectMany(Scopes), StringComparer.OrdinalIgnoreCase);

    /// <summary>What the client has been given; before that, or where it is asked again, also what its registration asks for.</summary>
    private string[] GraphDefault(TenantRecord tenant, KnownClient client, UserRecord user, string resourceId, bool asksAgain)
    {
        string[] given = [.. Grants(tenant, client, user, resourceId).SelectMany(Scopes).Distinct(StringComparer.OrdinalIgnoreCase)];
        if (given.Length > 0 && !asksAgain)
        {
            return given;
        }

        var registered = (client.Application?.RequiredScopes(ProtectedResource.Graph.AppId!) ?? [])
            .Join(MicrosoftGraphPermissions.Scopes, id => id, offered => offered.Id, (_, offered) => offered.Value!, StringComparer.OrdinalIgnoreCase);
        string[] all = [.. given.Union(registered, StringComparer.OrdinalIgnoreCase)];
        return all.Length > 0 ? all : SignInScopes;
    }

    private static string[] Scopes(PermissionGrantRecord grant) => (grant.Scope ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private bool IsPreAuthorized(TenantRecord tenant, KnownClient client, GrantedAccess access) =>
        index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenant.Id, access.ResourceAppId))?.PreAuthorizedClients()
            .Contains(client.ClientId, StringComparer.OrdinalIgnoreCase) == true;

    /// <summary>The names that an API knows; null for Graph, which knows hundreds.</summary>
    private List<string>? Offered(TenantRecord tenant, ServicePrincipalRecord? api, string resource) =>
        api is not null && index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenant.Id, api.AppId)) is { } app ? [.. app.Scopes()]
        : ProtectedResource.Find(resource)?.AppId == ProtectedResource.Graph.AppId ? null
        : [Impersonation];

    private static IReadOnlyList<string> Granted(RequestedAccess asked, List<string> named, List<string>? offered, ResolvedResource resource) =>
        asked.Scopes.Contains(RequestedAccess.Default) ? offered ?? [.. GraphScopes]
        : named.Count > 0 ? named
        : resource.Version == 1 && offered is null ? SignInScopes
        : [.. asked.OpenId];
}
