namespace Verditer.Directory;

/// <summary>One of Azure's own APIs.</summary>
/// <param name="AppId">Its application's client id, which also names it as an audience.</param>
/// <param name="Uris">Its identifier URIs, without the final slash; both spellings are taken.</param>
internal sealed record ProtectedResource(string Name, string AppId, params string[] Uris)
{
    /// <summary>The form of the tokens that it takes: 1 but for the youngest.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The APIs that every tenant knows.</summary>
    /// <remarks>Source: https://learn.microsoft.com/troubleshoot/entra/entra-id/governance/verify-first-party-apps-sign-in</remarks>
    public static readonly IReadOnlyList<ProtectedResource> All =
    [
        ResourceManager,
        Graph,
        new("Azure Active Directory Graph", "00000002-0000-0000-c000-000000000000", "https://graph.windows.net"),
        new("Azure Key Vault", "cfa8b339-82a2-471a-a3c9-0fc0be7a4093", "https://vault.azure.net", "https://managedhsm.azure.net"),
        new("Azure Storage", "e406a681-f3d4-42a8-90b6-c2b029497af1", "https://storage.azure.com"),
        new("Azure Container Registry", "6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26", "https://containerregistry.azure.net"),
        new("Azure Kubernetes Service AAD Server", "6dae42f8-4368-4678-94ff-3960e28e3630"),
        new("Azure Monitor", "ca7f3f0b-7d91-482c-8e09-c5d840d0eac5", "https://monitor.azure.com", "https://api.loganalytics.io"),
        new("AAD Token Exchange Endpoint", TokenExchange.AppId, TokenExchange.Uri) { Version = 2 },
        new("Azure SQL Database", "022907d3-0f1b-48f7-badc-1ba6abab6d66", "https://database.windows.net"),
        new("Azure Service Bus", "80a10ef9-8168-493d-abf9-3297c4ef6e3c", "https://servicebus.azure.net"),
    ];

    public static ProtectedResource ResourceManager => new(
        "Azure Resource Manager", "797f4846-ba00-4fd7-ba43-dac1f8f63013", "https://management.azure.com", "https://management.core.windows.net");

    public static ProtectedResource Graph => new("Microsoft Graph", "00000003-0000-0000-c000-000000000000", "https://graph.microsoft.com");

    /// <summary>By client id and by identifier URI without the final slash.</summary>
    private static readonly Dictionary<string, ProtectedResource>.AlternateLookup<ReadOnlySpan<char>> ByName = All
        .SelectMany(resource => resource.Uris.Append(resource.AppId), (resource, name) => KeyValuePair.Create(name, resource))
        .ToDictionary(StringComparer.OrdinalIgnoreCase)
        .GetAlternateLookup<ReadOnlySpan<char>>();

    public static ProtectedResource? Find(string resource) =>
        ByName.TryGetValue(resource.EndsWith('/') ? resource.AsSpan(..^1) : resource, out var known) ? known : null;
}
