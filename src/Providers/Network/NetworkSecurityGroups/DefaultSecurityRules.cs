using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.Network;

/// <summary>The rules that every security group has. Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview#default-security-rules</summary>
internal static class DefaultSecurityRules
{
    private static readonly (string Name, int Priority, string Direction, string Access, string Source, string Destination)[] Rules =
    [
        ("AllowVnetInBound", 65000, "Inbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
        ("AllowAzureLoadBalancerInBound", 65001, "Inbound", "Allow", "AzureLoadBalancer", "*"),
        ("DenyAllInBound", 65500, "Inbound", "Deny", "*", "*"),
        ("AllowVnetOutBound", 65000, "Outbound", "Allow", "VirtualNetwork", "VirtualNetwork"),
        ("AllowInternetOutBound", 65001, "Outbound", "Allow", "*", "Internet"),
        ("DenyAllOutBound", 65500, "Outbound", "Deny", "*", "*"),
    ];

    public static JsonArray For(ResourceId group, string etag) => new([.. Rules.Select(r => (JsonNode)new JsonObject
    {
        ["name"] = r.Name,
        ["id"] = $"{group.Text}/defaultSecurityRules/{r.Name}",
        ["etag"] = etag,
        ["type"] = "Microsoft.Network/networkSecurityGroups/defaultSecurityRules",
        ["properties"] = new JsonObject
        {
            ["provisioningState"] = "Succeeded",
            ["protocol"] = "*",
            ["sourcePortRange"] = "*",
            ["destinationPortRange"] = "*",
            ["sourceAddressPrefix"] = r.Source,
            ["destinationAddressPrefix"] = r.Destination,
            ["access"] = r.Access,
            ["priority"] = r.Priority,
            ["direction"] = r.Direction,
        },
    })]);
}
