using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>The resource providers and their registration. Source: Providers in Microsoft.Resources of the REST specifications.</summary>
internal sealed class ProviderEndpoints(
    SubscriptionIndex subscriptions, ResourceTypeRegistry types, IDocumentStore documents, IOperations operations, TimeProvider time)
{
    private const string One = "/subscriptions/{subscriptionId}/providers/{namespace}";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", "/providers", null, (context, _) => new(ArmResponse.List(types.Namespaces.Select(n => Node(n, null))))),
        new("GET", "/providers/{namespace}", null, (context, _) => new(Show(context))),
        new("GET", "/subscriptions/{subscriptionId}/providers", "Microsoft.Resources/subscriptions/providers/read",
            (context, _) => new(ArmResponse.List(types.Namespaces.Select(n => Node(n, context.Subscription))))),
        new("GET", One, "Microsoft.Resources/subscriptions/providers/read", (context, _) => new(Show(context))),
        new("POST", One + "/register", "Microsoft.Resources/subscriptions/providers/register/action", RegisterAsync),
        new("POST", One + "/unregister", "Microsoft.Resources/subscriptions/providers/unregister/action", UnregisterAsync),
    ];

    private static string NameOf(ArmContext context) => context.Target.Values["namespace"];

    private Result<ArmResponse> Show(ArmContext context) => types.HasNamespace(NameOf(context))
        ? ArmResponse.Ok(Node(types.CanonicalNamespace(NameOf(context)), context.Subscription))
        : Unknown(NameOf(context));

    private static ArmError Unknown(string name) =>
        new(404, "InvalidResourceNamespace", $"The resource namespace '{name}' is invalid.");

    private async ValueTask<Result<ArmResponse>> RegisterAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!types.HasNamespace(NameOf(context)))
        {
            return Unknown(NameOf(context));
        }

        var (subscription, name) = (context.Subscription!, types.CanonicalNamespace(NameOf(context)));
        var now = time.GetUtcNow();
        var current = subscriptions.FindRegistration(subscription.Id, name);
        if (!types.IsAlwaysRegistered(name) && current.State != RegistrationState.Registering)
        {
            var pending = current with { Namespace = name, State = RegistrationState.Registering, PendingSince = now };
            var batch = new WriteBatch().Put(
                SubscriptionIndex.Registrations, SubscriptionIndex.RegistrationKey(subscription.Id, name), SubscriptionCodec.Write(pending));
            operations.Start(batch, ProviderRegistration.Start(subscription, name, now));
            await documents.CommitAsync(batch, cancellationToken);
        }

        return ArmResponse.Ok(Node(name, subscription));
    }

    private async ValueTask<Result<ArmResponse>> UnregisterAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var name = NameOf(context);
        if (!types.HasNamespace(name))
        {
            return Unknown(name);
        }

        var (subscription, canonical) = (context.Subscription!, types.CanonicalNamespace(name));
        if (types.IsAlwaysRegistered(canonical))
        {
            return new ArmError(400, "CannotUnregisterProvider", $"The resource provider '{canonical}' is part of every subscription and cannot be unregistered.");
        }

        var inUse = await documents.ListAsync(StoredResource.Collection, ResourceId.Subscription(subscription.Id).Key + "/", cancellationToken: cancellationToken);
        var segment = $"/providers/{canonical}/".ToLowerInvariant();
        if (inUse.Documents.FirstOrDefault(d => d.Key.Contains(segment, StringComparison.Ordinal)) is { } resource)
        {
            return new ArmError(409, "CannotUnregisterProviderWithResources",
                $"The resource provider '{canonical}' cannot be unregistered while the subscription has resources of it, such as '{resource.Key}'. Delete them first.");
        }

        var gone = new Registration(canonical, RegistrationState.NotRegistered, null, null);
        await documents.CommitAsync(new WriteBatch().Put(
            SubscriptionIndex.Registrations, SubscriptionIndex.RegistrationKey(subscription.Id, canonical), SubscriptionCodec.Write(gone)), cancellationToken);
        return ArmResponse.Ok(Node(canonical, subscription));
    }

    private JsonObject Node(string name, Subscription? subscription)
    {
        JsonObject node = new()
        {
            ["id"] = subscription is null ? $"/providers/{name}" : $"/subscriptions/{subscription.Id}/providers/{name}",
            ["namespace"] = name,
        };
        if (types.FindProvider(name)?.FirstParties is [var service, ..])
        {
            node["authorization"] = new JsonObject { ["applicationId"] = service.AppId };
        }

        node["resourceTypes"] = new JsonArray([.. types.TypesOf(name).Select(TypeNode)]);
        if (subscription is not null)
        {
            var always = types.IsAlwaysRegistered(name);
            node["registrationState"] = (always ? RegistrationState.Registered : subscriptions.FindRegistration(subscription.Id, name).State).ToString();
            node["registrationPolicy"] = always ? "RegistrationFree" : "RegistrationRequired";
        }

        return node;
    }

    private static JsonNode TypeNode(RegisteredType type) => new JsonObject
    {
        ["resourceType"] = type.Type.Path,
        ["locations"] = new JsonArray([.. AzureLocations.All.Select(l => (JsonNode)l.DisplayName)]),
        ["apiVersions"] = new JsonArray([.. type.ApiVersions.Select(v => (JsonNode)v)]),
        ["capabilities"] = "None",
    };
}
