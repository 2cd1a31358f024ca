using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary><c>GET …/registries/{name}/listUsages</c>. Source: https://learn.microsoft.com/rest/api/containerregistry/registries/list-usages</summary>
internal sealed class ListUsages(ResourceStore resources, IRegistryContent content)
{
    public ArmEndpoint Endpoint => new(
        "GET", $"/subscriptions/{{subscriptionId}}/resourceGroups/{{resourceGroupName}}/providers/{RegistryTypes.Registry.FullName}/{{registryName}}/listUsages",
        $"{RegistryTypes.Registry.FullName}/listUsages/read", ListAsync);

    private async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var id = context.Id.Provider(RegistryTypes.Registry, context.Target.Values["registryName"]);
        if (await resources.FindAsync(id, cancellationToken) is not { } registry
            || RegistryFactsReader.Read(registry, context.Subscription!.TenantId) is not { } facts
            || RegistrySku.Find(registry.Body.Text("sku", "name")) is not { } sku)
        {
            return ArmErrors.ResourceNotFound(id);
        }

        var below = (await resources.ListBelowAsync(id, cancellationToken)).Where(r => !BuiltInScopeMaps.IsOne(r)).CountBy(r => r.Id.Type).ToDictionary();
        List<JsonNode> usages =
        [
            Usage("Size", sku.IncludedSize, content.Measure(facts with { Id = registry.Id }).Size, "Bytes"),
            Count("Webhooks", sku.Webhooks, RegistryTypes.Webhook),
            Count("ScopeMaps", sku.ScopedAccess, RegistryTypes.ScopeMap),
            Count("Tokens", sku.ScopedAccess, RegistryTypes.Token),
        ];
        if (sku.IsPremium)
        {
            usages.Add(Count("Geo-replications", -1, RegistryTypes.Replication));
        }

        return ArmResponse.List(usages);

        JsonNode Count(string name, long limit, ResourceType type) => Usage(name, limit, below.GetValueOrDefault(type), "Count");
    }

    private static JsonObject Usage(string name, long limit, long value, string unit) =>
        new() { ["name"] = name, ["limit"] = limit, ["currentValue"] = value, ["unit"] = unit };
}
