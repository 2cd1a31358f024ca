using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A preview feature is not registered, or its registration is under way.</summary>
internal sealed class FeatureNotRegistered : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it.Fact(RefusalFacts.Feature) is not { } feature || it.Fact(RefusalFacts.FeatureState) is not { } state || state == "Registered")
        {
            return null;
        }

        var (name, subscription) = (it.Fact(RefusalFacts.Namespace), it.Fact(RefusalFacts.Subscription));
        var options = AzCommands.Line($"--namespace {name} --name {feature} --subscription {subscription}");
        var register = new MendingCommand($"az feature register {options}", "asks for the feature");
        var watch = new MendingCommand($"az feature show {options} --query properties.state", "wait until it says Registered");
        var again = new MendingCommand(AzCommands.Line($"az provider register --namespace {name} --subscription {subscription} --wait"), "then propagates it to the provider");
        return new("feature-not-registered", $"The preview feature {name}/{feature} is not registered in this subscription.", $"Its state was {state}.",
            state == "Registering" ? [watch, again] : [register, watch, again]);
    }
}
