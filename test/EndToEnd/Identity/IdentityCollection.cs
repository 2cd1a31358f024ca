namespace Verditer.EndToEnd;

/// <summary>The tests that share one cluster with workload identity.</summary>
[CollectionDefinition(Name)]
public sealed class IdentityCollection : ICollectionFixture<IdentityFixture>
{
    public const string Name = "identity";
}
