using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>What not every service tier has, a row for each. Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus</summary>
internal static class SkuRules
{
    private const string Anything = "*";

    private static readonly string[] Premium = [RegistrySku.PremiumName];
    private static readonly string[] NotBasic = ["Standard", RegistrySku.PremiumName];

    private static readonly IReadOnlyList<Row> Rows =
    [
        new(["networkRuleSet", "defaultAction"], "Deny", Premium, "NetworkRuleNotSupported", "The requested feature virtual network rule is not supported for the SKU {0}."),
        new(["networkRuleSet", "ipRules"], Anything, Premium, "NetworkRuleNotSupported", "The requested feature virtual network rule is not supported for the SKU {0}."),
        new(["networkRuleSet", "virtualNetworkRules"], Anything, Premium, "NetworkRuleNotSupported", "The requested feature virtual network rule is not supported for the SKU {0}."),
        new(["publicNetworkAccess"], "Disabled", Premium, "DisablingPublicNetworkAccessNotSupported",
            "Disabling public network access is not supported for the SKU {0}. For more information, please visit https://aka.ms/acr/private-link."),
        new(["dataEndpointEnabled"], "true", Premium, "DataEndpointRuleNotSupported", "The requested feature data endpoint rule is not supported for the SKU {0}."),
        new(["zoneRedundancy"], "Enabled", Premium, "ZoneRedundancyNotSupported", "Zone redundancy is not supported for the SKU {0}."),
        new(["anonymousPullEnabled"], "true", NotBasic, "BadRequest", "Anonymous pull is not supported for SKU Managed_{0}"),
        new(["policies", "retentionPolicy", "status"], "enabled", Premium, "RetentionPolicyNotSupported", "The requested feature retention policy is not supported for the SKU {0}."),
        new(["policies", "trustPolicy", "status"], "enabled", Premium, "TrustPolicyNotSupported", "The requested feature content trust is not supported for the SKU {0}."),
        new(["policies", "quarantinePolicy", "status"], "enabled", Premium, "QuarantinePolicyNotSupported", "The requested feature quarantine is not supported for the SKU {0}."),
        new(["encryption", "status"], "enabled", Premium, "EncryptionNotSupported", "The requested feature customer-managed key is not supported for the SKU {0}."),
    ];

    /// <summary>The refusal of the first thing that the tier does not have.</summary>
    public static ArmError? Check(WriteRequest request, RegistrySku sku)
    {
        foreach (var row in Rows)
        {
            if (!row.Skus.Contains(sku.Name) && row.Asks(request.Properties.At(row.Path)))
            {
                return new ArmError(400, row.Code, string.Format(System.Globalization.CultureInfo.InvariantCulture, row.Message, sku.Name), $"properties.{string.Join('.', row.Path)}")
                    .Mend($"It needs one of these SKUs: {string.Join(", ", row.Skus)}. Change it: az acr {(request.Existing is null ? "create" : "update")} --resource-group {request.Id.ResourceGroup} --name {request.Id.Name} --sku {row.Skus[0]}");
            }
        }

        return null;
    }

    /// <param name="Value">What asks for it, in any case; <see cref="Anything"/> for a list that is not empty.</param>
    /// <param name="Message">Azure's text, with the SKU's name in the place of <c>{0}</c>.</param>
    private sealed record Row(string[] Path, string Value, string[] Skus, string Code, string Message)
    {
        public bool Asks(JsonNode? value) =>
            Value == Anything ? value is JsonArray { Count: > 0 } : string.Equals(value?.ToString(), Value, StringComparison.OrdinalIgnoreCase);
    }
}
