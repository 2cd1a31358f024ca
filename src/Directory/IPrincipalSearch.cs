using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Finds principals by what people call them.</summary>
public interface IPrincipalSearch
{
    /// <summary>
    /// All principals, in every tenant, whose object id, client id or user principal name is this text; or, where there is none, whose display name is. Compared without
    /// case.
    /// </summary>
    IReadOnlyList<Principal> Find(string text);
}

/// <inheritdoc cref="IPrincipalSearch"/>
internal sealed class PrincipalSearch(DirectoryIndex index) : IPrincipalSearch
{
    public IReadOnlyList<Principal> Find(string text)
    {
        var byId = All(p => Same(p.Id, text) || Same(p.AppId, text), u => Same(u.Id, text) || Same(u.UserPrincipalName, text), g => Same(g.Id, text));
        return byId.Count > 0 ? byId : All(p => Same(p.DisplayName, text), u => Same(u.DisplayName, text), g => Same(g.DisplayName, text));
    }

    private List<Principal> All(Func<ServicePrincipalRecord, bool> ofPrincipals, Func<UserRecord, bool> ofUsers, Func<GroupRecord, bool> ofGroups) =>
    [
        .. index.ServicePrincipals.All.Where(ofPrincipals).Select(p => index.FindPrincipal(p.TenantId, p.Id)!),
        .. index.Users.All.Where(ofUsers).Select(u => index.FindPrincipal(u.TenantId, u.Id)!),
        .. index.Groups.All.Where(ofGroups).Select(g => index.FindPrincipal(g.TenantId, g.Id)!),
    ];

    private static bool Same(string? a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
