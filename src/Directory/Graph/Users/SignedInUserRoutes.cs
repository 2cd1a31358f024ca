using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>/me</c>: the user in whose name the request comes. An application alone has none.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/user-get, user-changepassword</remarks>
internal sealed class SignedInUserRoutes(GraphParts parts, SecretVerifier secrets) : IGraphRoutes
{
    private static readonly string[] Relations = ["memberOf", "transitiveMemberOf", "ownedObjects", "oauth2PermissionGrants", "appRoleAssignments"];

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", "me", request => With(request, user => parts.Pages.One(request, "users", GraphObjects.Show(user)))),
        .. Relations.Select(relation => new GraphRoute("GET", "me/" + relation, request => With(request, user =>
            parts.Pages.List(request, "directoryObjects", parts.Relations.Of(user, relation)!)))),
        new("POST", "me/getMemberGroups", request => With(request, user => MembershipRoutes.Groups(parts.Index, request, user))),
        new("POST", "me/getMemberObjects", request => With(request, user => MembershipRoutes.Objects(parts.Index, request, user))),
        new("POST", "me/checkMemberGroups", request => With(request, user => MembershipRoutes.Check(parts.Index, request, user))),
        new("POST", "me/changePassword", request => ChangePasswordAsync(request, request.Caller.ObjectId)),
        new("POST", "users/{}/changePassword", request => ChangePasswordAsync(request, request.Key)),
    ];

    private GraphAnswer With(GraphRequest request, Func<UserRecord, GraphAnswer> answer) =>
        request.Caller.Kind == PrincipalKind.User && Find(request, request.Caller.ObjectId) is { } user ? answer(user) : GraphError.NotDelegated();

    private UserRecord? Find(GraphRequest request, string key) =>
        parts.Index.Users.Find(DirectoryIndex.Key(request.TenantId, key)) ?? parts.Index.UsersByName.Find(DirectoryIndex.Key(request.TenantId, key));

    /// <summary>A user changes the own password by giving the old one; nobody else's.</summary>
    private Task<GraphAnswer> ChangePasswordAsync(GraphRequest request, string key) => parts.Writer.WriteAsync(batch =>
    {
        if (request.Caller.Kind != PrincipalKind.User)
        {
            return GraphError.NotDelegated();
        }

        if (Find(request, key) is not { } user || !user.Id.Equals(request.Caller.ObjectId, StringComparison.OrdinalIgnoreCase))
        {
            return GraphError.Denied();
        }

        var (current, next, now) = (request.Body.Text("currentPassword"), request.Body.Text("newPassword"), parts.Time.GetUtcNow());
        if (current is null || next is null)
        {
            return GraphError.Missing(current is null ? "currentPassword" : "newPassword", "User");
        }

        if (user.Password is not { } password || secrets.Verify([password], current, now, out _) != SecretVerdict.Valid)
        {
            return GraphError.Bad("The specified password does not match the current password.");
        }

        if (!PasswordRules.Allows(next, user.UserPrincipalName) || next == current)
        {
            return PasswordRules.TooWeak();
        }

        parts.Writer.Directory.Replace(batch, user, UserRules.Set(user, next, mustChange: false, now));
        parts.Writer.Note(batch, request, AuditActivity.ChangeUserPassword, AuditTargets.Of("User", GraphObjects.Show(user), GraphObjects.Show(user)));
        return GraphAnswer.NoContent;
    });
}
