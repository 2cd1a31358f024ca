namespace Verditer.Directory;

/// <summary>A security group, as it is stored.</summary>
/// <param name="Id">Object id (GUID).</param>
/// <param name="Members">Object ids of users, service principals and groups.</param>
public sealed record GroupRecord(string TenantId, string Id, string DisplayName, IReadOnlyList<string> Members, DateTimeOffset Created)
    : IDirectoryObject
{
    /// <summary>Object ids of the principals that may change it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>Everything else of the Graph object, kept as it was written.</summary>
    public System.Text.Json.Nodes.JsonObject? Extra { get; init; }
}
