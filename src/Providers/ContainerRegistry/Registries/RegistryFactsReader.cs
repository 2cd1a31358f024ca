using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>What the data plane needs to know of a stored registry.</summary>
internal static class RegistryFactsReader
{
    public const string Deleting = "Deleting";

    /// <summary>Null for a registry without a login server: such was stored before registries were served.</summary>
    public static RegistryFacts? Read(StoredResource registry, string tenantId)
    {
        var properties = registry.Properties;
        if (properties.Text("loginServer") is not { } loginServer)
        {
            return null;
        }

        return new RegistryFacts(
            registry.Id,
            tenantId,
            loginServer.ToLowerInvariant(),
            properties.Flag("anonymousPullEnabled") == true,
            !Is(properties.Text("policies", "azureADAuthenticationAsArmPolicy", "status"), "disabled"),
            Days(properties, "softDeletePolicy", "retentionDays"),
            Days(properties, "retentionPolicy", "days"),
            RegistrySku.Find(registry.Body.Text("sku", "name"))?.StorageLimit)
        {
            Created = properties.Text("creationDate") ?? "",
        };
    }

    private static int? Days(JsonObject properties, string policy, string days) =>
        Is(properties.Text("policies", policy, "status"), "enabled") ? properties.Number("policies", policy, days) : null;

    private static bool Is(string? value, string other) => string.Equals(value, other, StringComparison.OrdinalIgnoreCase);
}
