using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Subscriptions, tenants and locations. Source: Microsoft.Resources/subscriptions in the REST specifications.</summary>
internal sealed class SubscriptionEndpoints(SubscriptionIndex subscriptions, IAuthorizer authorizer)
{
    private const string Read = "Microsoft.Resources/subscriptions/read";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", "/subscriptions", null, (context, _) => new(ArmResponse.List(Visible(context).Select(Node)))),
        new("GET", "/subscriptions/{subscriptionId}", null, (context, _) => new(ShowOne(context))),
        new("GET", "/subscriptions/{subscriptionId}/locations", "Microsoft.Resources/subscriptions/locations/read", (context, _) => new(Locations(context))),
        new("GET", "/tenants", null, (context, _) => new(Tenants(context))),
    ];

    /// <summary>Those in which the caller holds a role, at the subscription or anywhere below it.</summary>
    private IEnumerable<Subscription> Visible(ArmContext context) =>
        subscriptions.List(context.Caller.TenantId).Where(s => authorizer.HoldsRoleWithin(context.Caller, ResourceId.Subscription(s.Id).Key));

    private Result<ArmResponse> ShowOne(ArmContext context) =>
        authorizer.HoldsRoleWithin(context.Caller, context.Id.Key)
            ? ArmResponse.Ok(Node(context.Subscription!))
            : ArmErrors.AuthorizationFailed(context.Caller, Read, context.Id.Text);

    private static JsonNode Node(Subscription subscription) => new JsonObject
    {
        ["id"] = $"/subscriptions/{subscription.Id}",
        ["authorizationSource"] = "RoleBased",
        ["managedByTenants"] = new JsonArray(),
        ["subscriptionId"] = subscription.Id,
        ["tenantId"] = subscription.TenantId,
        ["displayName"] = subscription.DisplayName,
        ["state"] = "Enabled",
        ["subscriptionPolicies"] = new JsonObject
        {
            ["locationPlacementId"] = "Public_2014-09-01",
            ["quotaId"] = "PayAsYouGo_2014-09-01",
            ["spendingLimit"] = "Off",
        },
    };

    private static Result<ArmResponse> Locations(ArmContext context) => ArmResponse.List(AzureLocations.All.Select(l => new JsonObject
    {
        ["id"] = $"/subscriptions/{context.Id.SubscriptionId}/locations/{l.Name}",
        ["name"] = l.Name,
        ["type"] = "Region",
        ["displayName"] = l.DisplayName,
        ["regionalDisplayName"] = $"({l.Geography}) {l.DisplayName}",
        ["metadata"] = new JsonObject
        {
            ["regionType"] = "Physical",
            ["regionCategory"] = "Recommended",
            ["geography"] = l.Geography,
            ["geographyGroup"] = l.Geography,
            ["longitude"] = l.Longitude,
            ["latitude"] = l.Latitude,
            ["physicalLocation"] = l.Place,
            ["pairedRegion"] = l.PairedWith.Length == 0 ? new JsonArray() : new JsonArray(new JsonObject
            {
                ["name"] = l.PairedWith,
                ["id"] = $"/subscriptions/{context.Id.SubscriptionId}/locations/{l.PairedWith}",
            }),
        },
    }));

    private static Result<ArmResponse> Tenants(ArmContext context) => ArmResponse.List([new JsonObject
    {
        ["id"] = $"/tenants/{context.Caller.TenantId}",
        ["tenantId"] = context.Caller.TenantId,
        ["countryCode"] = "US",
        ["displayName"] = "Verditer",
        ["defaultDomain"] = $"{context.Caller.TenantId}.onmicrosoft.com",
        ["tenantType"] = "AAD",
        ["tenantCategory"] = "Home",
    }]);
}
