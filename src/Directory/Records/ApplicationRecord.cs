namespace Verditer.Directory;

/// <summary>An application registration, as it is stored.</summary>
/// <param name="Id">Object id (GUID), not the client id.</param>
/// <param name="AppId">Client id (GUID).</param>
public sealed record ApplicationRecord(string TenantId, string Id, string AppId, string DisplayName, DateTimeOffset Created) : IDirectoryObject
{
    /// <summary>The names under which tokens for this application can be asked for, such as <c>api://…</c>.</summary>
    public IReadOnlyList<string> IdentifierUris { get; init; } = [];

    public IReadOnlyList<PasswordRecord> Passwords { get; init; } = [];

    public IReadOnlyList<KeyCredentialRecord> KeyCredentials { get; init; } = [];

    public IReadOnlyList<FederatedCredentialRecord> FederatedCredentials { get; init; } = [];

    /// <summary>Object ids of the principals that may change it.</summary>
    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>1 or 2: which form of token this application takes; null is 1.</summary>
    public int? TokenVersion { get; init; }

    /// <summary>The key under which one of Azure's services made it on the user's behalf.</summary>
    public string? OwnedKey { get; init; }

    /// <summary>Everything else of the Graph object, kept as it was written.</summary>
    public System.Text.Json.Nodes.JsonObject? Extra { get; init; }
}
