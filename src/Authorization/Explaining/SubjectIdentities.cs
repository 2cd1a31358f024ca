using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>The ids under which somebody can hold a role: its own, and the groups of its token and of the directory.</summary>
internal static class SubjectIdentities
{
    public static IReadOnlyList<SubjectIdentity> Of(AccessSubject subject, IDirectory directory)
    {
        var now = directory.GroupsOf(subject.TenantId, subject.ObjectId);
        var token = subject.TokenGroups ?? now;
        var self = directory.FindPrincipal(subject.TenantId, subject.ObjectId);
        return
        [
            new(subject.ObjectId, self?.Kind, self?.DisplayName, InToken: true, InDirectory: self is not null),
            .. token.Union(now, StringComparer.OrdinalIgnoreCase).Select(id => new SubjectIdentity(
                id, PrincipalKind.Group, directory.FindPrincipal(subject.TenantId, id)?.DisplayName, Has(token, id), Has(now, id))),
        ];
    }

    private static bool Has(IReadOnlyList<string> ids, string id) => ids.Contains(id, StringComparer.OrdinalIgnoreCase);
}
