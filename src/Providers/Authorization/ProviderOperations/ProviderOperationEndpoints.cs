using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// The operations of each provider, as <c>az provider operation list</c> shows them. What is known: reading, writing and deleting of each type that is served, the
/// actions that are served, and every operation that a built-in role names. Every caller may ask.
/// Source: https://learn.microsoft.com/rest/api/authorization/provider-operations-metadata
/// </summary>
internal sealed class ProviderOperationEndpoints(RoleCatalog roles, Lazy<ResourceTypeRegistry> types)
{
    private const string Path = "/providers/Microsoft.Authorization/providerOperations";

    private readonly Lazy<IReadOnlyList<ProviderOperations>> _providers = new(() => ProviderOperations.Read(roles, types.Value));

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Path, null, (context, _) => new(ArmResponse.List(_providers.Value.Select(p => Node(p, context))))),
        new("GET", Path + "/{namespace}", null, (context, _) => new(ShowOne(context))),
    ];

    private Result<ArmResponse> ShowOne(ArmContext context)
    {
        var name = context.Target.Values["namespace"];
        return _providers.Value.FirstOrDefault(p => p.Namespace.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } found
            ? ArmResponse.Ok(Node(found, context))
            : new ArmError(404, "ProviderNotFound", $"Provider '{name}' not found.");
    }

    private static JsonObject Node(ProviderOperations provider, ArmContext context)
    {
        var expands = context.Request.Query.GetValueOrDefault("$expand")?.Equals("resourceTypes", StringComparison.OrdinalIgnoreCase) == true;
        return new JsonObject
        {
            ["displayName"] = provider.Namespace,
            ["operations"] = expands ? Operations(provider, provider.Own) : new JsonArray(),
            ["resourceTypes"] = expands
                ? new JsonArray([.. provider.ByType.Select(t => new JsonObject { ["name"] = t.Key, ["displayName"] = t.Key, ["operations"] = Operations(provider, t.Value) })])
                : new JsonArray(),
            ["id"] = $"{Path}/{provider.Namespace}",
            ["type"] = "Microsoft.Authorization/providerOperations",
            ["name"] = provider.Namespace,
        };
    }

    private static JsonArray Operations(ProviderOperations provider, IEnumerable<ProviderOperation> operations) => new([.. operations.Select(o => new JsonObject
    {
        ["name"] = o.Name,
        ["displayName"] = o.Name[(provider.Namespace.Length + 1)..],
        ["description"] = null,
        ["origin"] = null,
        ["properties"] = null,
        ["isDataAction"] = o.IsDataAction,
    })]);
}
