namespace Verditer.Registry.Tests;

/// <summary>A test whose class shares one registry; each test has a repository of its own.</summary>
public abstract class RegistryTest(TestRegistry registry) : IClassFixture<TestRegistry>, IDisposable
{
    private readonly Lazy<RegistryClient> _admin = new(() => registry.AdminClient());

    protected TestRegistry Shared => registry;

    /// <summary>May do everything.</summary>
    private protected RegistryClient Admin => _admin.Value;

    protected string Repository { get; } = $"test/{Guid.NewGuid():N}";

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        Admin.Dispose();
    }
}
