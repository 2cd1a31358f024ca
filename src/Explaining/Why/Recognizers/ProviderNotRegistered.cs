using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The subscription is not registered for the provider's namespace.</summary>
internal sealed class ProviderNotRegistered : IRecognizer
{
    public Finding? Recognize(Case it) => it.Refusal?.Code == "MissingSubscriptionRegistration" && it.Fact(RefusalFacts.Namespace) is { } name
        ? new("provider-not-registered", $"The provider {name} is not registered in this subscription.",
            $"Its state was {it.Fact(RefusalFacts.RegistrationState)}. Registration is a property of each subscription, and takes a moment.",
            new MendingCommand(AzCommands.Line($"az provider register --namespace {name} --subscription {it.Fact(RefusalFacts.Subscription)} --wait"), "registers it, and waits until it is"))
        : null;
}
