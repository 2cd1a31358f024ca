using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Who was assigned to an application: where it demands that (<c>appRoleAssignmentRequired</c>), others get nothing for it. A group's assignment counts for its direct members.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/enterprise-apps/assign-user-or-group-access-portal</remarks>
internal static class AssignedAccess
{
    /// <param name="applications">The client that the user signs in to, and the API that it asks a token for; null for one that is not registered.</param>
    public static OAuthError? Refuse(DirectoryIndex index, UserRecord user, params IReadOnlyList<ServicePrincipalRecord?> applications) =>
        applications.FirstOrDefault(application => application is not null && Demands(application) && !IsAssigned(index, application, index.AssigneesOf(user))) is { } closed
            ? SignInErrors.UserNotAssigned(closed)
            : null;

    /// <param name="resource">The API as the client spelled it.</param>
    public static OAuthError? Refuse(DirectoryIndex index, ServicePrincipalRecord client, ServicePrincipalRecord? api, string resource) =>
        api is not null && Demands(api) && !IsAssigned(index, api, [client.Id]) ? SignInErrors.ApplicationNotAssigned(client, api, resource) : null;

    private static bool Demands(ServicePrincipalRecord application) => application.Extra.Flag("appRoleAssignmentRequired") == true;

    private static bool IsAssigned(DirectoryIndex index, ServicePrincipalRecord application, IReadOnlyList<string> principals) =>
        index.AppRoleAssignments.In(application.TenantId).Any(each =>
            each.ResourceId.Equals(application.Id, StringComparison.OrdinalIgnoreCase) && DirectoryReferences.Has(principals, each.PrincipalId));
}
