using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>The scope maps that every registry has. Source: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions</summary>
internal static class BuiltInScopeMaps
{
    private const string SystemDefined = "SystemDefined";

    private const string ContentRead = "repositories/*/content/read";
    private const string ContentWrite = "repositories/*/content/write";
    private const string ContentDelete = "repositories/*/content/delete";
    private const string MetadataRead = "repositories/*/metadata/read";
    private const string MetadataWrite = "repositories/*/metadata/write";

    private static readonly (string Name, string Description, string[] Actions)[] All =
    [
        ("_repositories_admin", "Can perform all read, write and delete operations on the registry", [MetadataRead, MetadataWrite, ContentRead, ContentWrite, ContentDelete]),
        ("_repositories_pull", "Can pull any repository of the registry", [ContentRead]),
        ("_repositories_pull_metadata_read", "Can perform all read operations on the registry", [ContentRead, MetadataRead]),
        ("_repositories_push", "Can push to any repository of the registry", [ContentRead, ContentWrite]),
        ("_repositories_push_metadata_write", "Can perform all read and write operations on the registry", [MetadataRead, MetadataWrite, ContentRead, ContentWrite]),
    ];

    public static bool IsOne(StoredResource scopeMap) => scopeMap.Properties.Text("type") == SystemDefined;

    /// <summary>Makes them together with their registry.</summary>
    public static void AddTo(WriteBatch batch, ResourceId registry, DateTimeOffset now)
    {
        foreach (var (name, description, actions) in All)
        {
            var id = registry.Child("scopeMaps", name);
            var body = new JsonObject
            {
                ["id"] = id.Text,
                ["name"] = name,
                ["type"] = RegistryTypes.ScopeMap.FullName,
                ["properties"] = new JsonObject
                {
                    ["description"] = description,
                    ["type"] = SystemDefined,
                    ["creationDate"] = ArmTime.Write(now),
                    ["provisioningState"] = "Succeeded",
                    ["actions"] = new JsonArray([.. actions.Select(a => (JsonNode)a)]),
                },
            };
            batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(body));
        }
    }
}
