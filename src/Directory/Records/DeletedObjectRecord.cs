namespace Verditer.Directory;

/// <summary>A deleted object, which can be restored for thirty days. One of the four kinds is set.</summary>
/// <param name="Deleted">UTC, Verditer's clock.</param>
/// <param name="MemberOf">Object ids of the groups that it was in.</param>
public sealed record DeletedObjectRecord(string TenantId, string Id, DateTimeOffset Deleted, IReadOnlyList<string> MemberOf)
{
    /// <summary>So long it can be restored.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public ApplicationRecord? Application { get; init; }

    public ServicePrincipalRecord? ServicePrincipal { get; init; }

    public UserRecord? User { get; init; }

    public GroupRecord? Group { get; init; }

    /// <summary>For a service principal that went with its application: the application's object id. It comes back with it.</summary>
    public string? DeletedWith { get; init; }

    internal IDirectoryObject Object => (IDirectoryObject?)Application ?? ServicePrincipal ?? (IDirectoryObject?)User ?? Group!;

    /// <summary>False when its time is over.</summary>
    internal bool IsKept(DateTimeOffset now) => now < Deleted + Kept;
}
