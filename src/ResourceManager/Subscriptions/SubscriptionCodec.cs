using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>How subscriptions, registrations and features are written to the store.</summary>
internal static class SubscriptionCodec
{
    public static byte[] Write(Subscription s) => Json.ToBytes(new JsonObject
    {
        ["id"] = s.Id,
        ["tenantId"] = s.TenantId,
        ["displayName"] = s.DisplayName,
        ["rules"] = s.Rules.ToString(),
    });

    public static Subscription ReadSubscription(ReadOnlySpan<byte> bytes)
    {
        var node = Json.ParseObject(bytes);
        return new(node.Text("id")!, node.Text("tenantId")!, node.Text("displayName")!, Enum.Parse<RuleSet>(node.Text("rules")!));
    }

    public static byte[] Write(Registration r) => Json.ToBytes(new JsonObject
    {
        ["namespace"] = r.Namespace,
        ["state"] = r.State.ToString(),
        ["begun"] = Time(r.Begun),
        ["pendingSince"] = Time(r.PendingSince),
    });

    public static Registration ReadRegistration(ReadOnlySpan<byte> bytes)
    {
        var node = Json.ParseObject(bytes);
        return new(node.Text("namespace")!, Enum.Parse<RegistrationState>(node.Text("state")!), Time(node.Text("begun")), Time(node.Text("pendingSince")));
    }

    public static byte[] Write(FeatureRegistration f) => Json.ToBytes(new JsonObject
    {
        ["namespace"] = f.Namespace,
        ["name"] = f.Name,
        ["status"] = f.Status.ToString(),
        ["registeredAt"] = Time(f.RegisteredAt),
    });

    public static FeatureRegistration ReadFeature(ReadOnlySpan<byte> bytes)
    {
        var node = Json.ParseObject(bytes);
        return new(node.Text("namespace")!, node.Text("name")!, Enum.Parse<FeatureStatus>(node.Text("status")!), Time(node.Text("registeredAt")));
    }

    private static string? Time(DateTimeOffset? time) => time?.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
