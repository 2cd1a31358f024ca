using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A preview feature is registered, and the provider has not been registered again since.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/azure-resource-manager/management/preview-features</remarks>
internal sealed class FeatureNotReRegistered : IRecognizer
{
    public Finding? Recognize(Case it) => it.Fact(RefusalFacts.Feature) is { } feature && it.Fact(RefusalFacts.FeatureState) == "Registered"
        ? new("feature-without-provider-registration", $"The feature {feature} is registered, and the provider was not registered again afterwards.",
            $"The feature is registered since {it.Fact(RefusalFacts.FeatureRegistered)}; the provider's last registration "
            + (it.Fact(RefusalFacts.RegistrationBegun) is { } begun ? $"began at {begun}, before that." : "has not completed yet."),
            new MendingCommand(
                AzCommands.Line($"az provider register --namespace {it.Fact(RefusalFacts.Namespace)} --subscription {it.Fact(RefusalFacts.Subscription)} --wait"), "propagates the feature to the provider"))
        : null;
}
