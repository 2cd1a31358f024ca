using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>How a subscription is written for a command, and its rules in words.</summary>
internal static class SubscriptionJson
{
    private static readonly Dictionary<string, RuleSet> Words = new(StringComparer.Ordinal) { ["preview"] = RuleSet.Preview, ["ga"] = RuleSet.Ga };

    public static JsonNode Write(Subscription subscription) => new JsonObject
    {
        ["id"] = subscription.Id,
        ["name"] = subscription.DisplayName,
        ["tenantId"] = subscription.TenantId,
        ["rules"] = Word(subscription.Rules),
    };

    public static string Word(RuleSet rules) => Words.First(word => word.Value == rules).Key;

    /// <summary>The rules that a command named.</summary>
    public static Result<RuleSet> Rules(string? word) => Words.TryGetValue(word ?? "", out var rules)
        ? rules
        : ArmErrors.InvalidParameter($"The rules are {string.Join(" or ", Words.Keys)}; '{word}' is neither.", "rules");
}
