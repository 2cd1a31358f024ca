namespace Verditer.Directory;

/// <summary>A service principal, as it is stored.</summary>
/// <param name="Id">Object id (GUID): what roles are given to.</param>
/// <param name="Type"><c>Application</c> or <c>ManagedIdentity</c>.</param>
public sealed record ServicePrincipalRecord(string TenantId, string Id, string AppId, string DisplayName, string Type, DateTimeOffset Created)
    : IDirectoryObject
{
    public const string ApplicationType = "Application";
    public const string ManagedIdentityType = "ManagedIdentity";

    /// <summary>The client id and the application's identifier URIs.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>For a managed identity <c>isExplicit=True</c> (user-assigned) or <c>isExplicit=False</c>, and the resource's id.</summary>
    public IReadOnlyList<string> AlternativeNames { get; init; } = [];

    public IReadOnlyList<PasswordRecord> Passwords { get; init; } = [];

    public IReadOnlyList<KeyCredentialRecord> KeyCredentials { get; init; } = [];

    /// <summary>For a user-assigned identity only: an application keeps its own.</summary>
    public IReadOnlyList<FederatedCredentialRecord> FederatedCredentials { get; init; } = [];

    public IReadOnlyList<string> Owners { get; init; } = [];

    /// <summary>False stops it from getting tokens.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>True for one of Azure's own services.</summary>
    public bool FirstParty { get; init; }

    /// <summary>The Azure resource that a managed identity belongs to.</summary>
    public string? ResourceId { get; init; }

    /// <summary>Everything else of the Graph object, kept as it was written.</summary>
    public System.Text.Json.Nodes.JsonObject? Extra { get; init; }
}
