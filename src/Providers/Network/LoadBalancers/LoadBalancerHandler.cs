using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Load balancers: what their rules name within them exists, and the frontends know who uses them.</summary>
internal sealed class LoadBalancerHandler(ReferenceCheck references, FrontendAddresses addresses) : NetworkResourceHandler(NetworkTypes.LoadBalancer, references)
{
    private static readonly string[] RuleArrays = ["loadBalancingRules", "outboundRules", "inboundNatRules"];

    private const string BackendAddresses = "properties.backendAddressPools.*.properties.loadBalancerBackendAddresses.*.properties.";

    /// <summary>Properties of a rule that name another child of the load balancer.</summary>
    private static readonly LinkedProperty[] Inner =
    [
        .. RuleArrays.SelectMany(a => new[]
        {
            new LinkedProperty($"properties.{a}.*.properties.frontendIPConfiguration.id", ""),
            new LinkedProperty($"properties.{a}.*.properties.frontendIPConfigurations.*.id", ""),
            new LinkedProperty($"properties.{a}.*.properties.backendAddressPool.id", ""),
            new LinkedProperty($"properties.{a}.*.properties.probe.id", ""),
        }),
    ];

    protected override IReadOnlyList<string> ChildArrays =>
        ["frontendIPConfigurations", "backendAddressPools", "loadBalancingRules", "probes", "inboundNatRules", "outboundRules", "inboundNatPools"];

    public override IReadOnlyList<LinkedProperty> Links { get; } =
    [
        NetworkTypes.FrontendToPublicIP, NetworkTypes.FrontendToSubnet, NetworkTypes.FrontendToPublicIPPrefix,
        new(BackendAddresses + "virtualNetwork.id", "Microsoft.Network/virtualNetworks/joinLoadBalancer/action"),
        new(BackendAddresses + "subnet.id", "Microsoft.Network/virtualNetworks/subnets/joinLoadBalancer/action"),
    ];

    public override int DeletionOrder => 20;

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new DeletePlan { Also = batch => FrontendAddresses.ReleaseAll(batch, existing.Body) });

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        request.Body["sku"] ??= new JsonObject { ["name"] = "Basic", ["tier"] = "Regional" };
        var own = ChildArrays.SelectMany(a => (request.Properties[a] as JsonArray ?? []).OfType<JsonObject>())
            .ToDictionary(c => c.Text("id")!, StringComparer.OrdinalIgnoreCase);
        foreach (var id in Inner.SelectMany(p => p.Find(request.Body)))
        {
            if (!own.ContainsKey(id))
            {
                return new(ResourceId.TryParse(id, out var parsed)
                    ? ReferenceCheck.NotFound(request.Id, parsed)
                    : new ArmError(400, "LinkedInvalidPropertyId", $"Property id '{id}' is invalid. Expect fully qualified resource Id.", id));
            }
        }

        NoteUsers(request.Properties, own);
        return addresses.AssignAsync(request, extras, cancellationToken);
    }

    /// <summary>Writes the read-only lists of rules into the frontends and backend pools that they use.</summary>
    private static void NoteUsers(JsonObject properties, Dictionary<string, JsonObject> own)
    {
        foreach (var child in own.Values)
        {
            RuleArrays.ToList().ForEach(a => child.Section("properties").Remove(a));
        }

        foreach (var array in RuleArrays)
        {
            foreach (var rule in (properties[array] as JsonArray ?? []).OfType<JsonObject>())
            {
                foreach (var used in Uses(rule).Where(own.ContainsKey))
                {
                    var list = own[used].Section("properties");
                    list[array] ??= new JsonArray();
                    list[array]!.AsArray().Add((JsonNode)new JsonObject { ["id"] = rule.Text("id") });
                }
            }
        }
    }

    private static IEnumerable<string> Uses(JsonObject rule)
    {
        var properties = rule["properties"];
        IEnumerable<string?> all =
        [
            properties.Text("frontendIPConfiguration", "id"),
            properties.Text("backendAddressPool", "id"),
            properties.Text("probe", "id"),
            .. (properties.At("frontendIPConfigurations") as JsonArray ?? []).Select(f => f.Text("id")),
        ];
        return all.OfType<string>();
    }
}
