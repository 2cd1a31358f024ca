using Microsoft.Extensions.DependencyInjection;

namespace Verditer.ResourceManager.Testing;

/// <summary>What a test's cloud is like.</summary>
public sealed record TestCloudOptions
{
    /// <summary>The rules of its subscription.</summary>
    public RuleSet Rules { get; init; } = RuleSet.Ga;

    /// <summary>Adds further parts: another resource provider, a cluster engine, a provider of the test's own.</summary>
    public Action<IServiceCollection>? Parts { get; init; }
}
