using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>The principal of the first start, who is Owner of the first subscription.</summary>
/// <param name="Secret">Null when it is not known any more.</param>
public sealed record BootstrapPrincipal(string TenantId, string SubscriptionId, string ClientId, string? Secret)
{
    public override string ToString() => $"BootstrapPrincipal({ClientId})";
}

/// <summary>Keeps the bootstrap principal in <c>bootstrap.json</c> (0600).</summary>
public static class BootstrapFile
{
    public static BootstrapPrincipal? Read(StatePaths paths)
    {
        try
        {
            var node = Json.ParseObject(File.ReadAllBytes(paths.Bootstrap));
            return node.Text("tenantId") is { } tenant && node.Text("subscriptionId") is { } subscription && node.Text("clientId") is { } client
                ? new BootstrapPrincipal(tenant, subscription, client, node.Text("clientSecret"))
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    internal static void Write(StatePaths paths, BootstrapPrincipal principal) => PrivateFile.Write(paths.Bootstrap, Json.ToBytes(new JsonObject
    {
        ["tenantId"] = principal.TenantId,
        ["subscriptionId"] = principal.SubscriptionId,
        ["clientId"] = principal.ClientId,
        ["clientSecret"] = principal.Secret,
    }));
}
