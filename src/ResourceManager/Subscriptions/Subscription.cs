namespace Verditer.ResourceManager;

/// <summary>The two sets of rules of a subscription: the world of the 2019 preview, and today's.</summary>
public enum RuleSet
{
    Preview,
    Ga,
}

/// <summary>A subscription.</summary>
/// <param name="Id">GUID.</param>
/// <param name="TenantId">The directory that it trusts: tokens of any other are refused.</param>
public sealed record Subscription(string Id, string TenantId, string DisplayName, RuleSet Rules);
