namespace Verditer.Directory;

/// <summary>A user, as it is stored.</summary>
/// <param name="Id">Object id (GUID).</param>
/// <param name="UserPrincipalName">Such as <c>ada@verditer.onmicrosoft.com</c>.</param>
public sealed record UserRecord(string TenantId, string Id, string UserPrincipalName, string DisplayName, DateTimeOffset Created)
    : IDirectoryObject
{
    IReadOnlyList<string> IDirectoryObject.Owners => [];

    /// <summary>Kept as a slow hash; null when no password was set, and then nobody can sign in with one.</summary>
    public PasswordRecord? Password { get; init; }

    /// <summary>Graph's <c>passwordProfile.forceChangePasswordNextSignIn</c>.</summary>
    public bool MustChangePassword { get; init; }

    /// <summary>Graph's <c>accountEnabled</c>: false stops sign-ins and, at once, new calls with tokens already given.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Everything else of the Graph object, kept as it was written.</summary>
    public System.Text.Json.Nodes.JsonObject? Extra { get; init; }
}
