using System.Text.Json.Nodes;

namespace Verditer.Cli;

/// <summary>The bodies that az sends for what the story does.</summary>
internal static class StoryBodies
{
    public static JsonObject Cluster(string name, string? clientId, string? secret)
    {
        var body = new JsonObject
        {
            ["location"] = "westeurope",
            ["properties"] = new JsonObject
            {
                ["kubernetesVersion"] = "",
                ["dnsPrefix"] = name,
                ["agentPoolProfiles"] = new JsonArray(new JsonObject
                {
                    ["name"] = "nodepool1", ["count"] = 2, ["vmSize"] = "Standard_DS2_v2", ["osType"] = "Linux", ["type"] = "VirtualMachineScaleSets", ["mode"] = "System",
                }),
                ["networkProfile"] = new JsonObject { ["networkPlugin"] = "kubenet", ["loadBalancerSku"] = "standard" },
                ["enableRBAC"] = true,
            },
        };
        if (clientId is null)
        {
            body["identity"] = new JsonObject { ["type"] = "SystemAssigned" };
        }
        else
        {
            body["properties"]!["servicePrincipalProfile"] = Principal(clientId, secret!);
        }

        return body;
    }

    public static JsonObject Principal(string clientId, string secret) => new() { ["clientId"] = clientId, ["secret"] = secret };

    public static JsonObject Pool(int count) => new() { ["properties"] = new JsonObject { ["count"] = count, ["mode"] = "System", ["vmSize"] = "Standard_DS2_v2" } };

    public static JsonObject Secret(DateTimeOffset? end) => new()
    {
        ["passwordCredential"] = end is { } at ? new JsonObject { ["displayName"] = "story", ["endDateTime"] = at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) } : new JsonObject { ["displayName"] = "story" },
    };
}
