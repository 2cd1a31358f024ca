using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Network.Tests;

/// <summary>A test with a cloud and a group <c>rg1</c> of its own.</summary>
public abstract class NetworkTest : CloudTest
{
    protected string Group { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Group = await Cloud.AddGroupAsync();
    }

    /// <summary>Id of a network resource in the group, such as <c>virtualNetworks/v</c>.</summary>
    protected string Id(string path) => $"{Group}/providers/Microsoft.Network/{path}";
}
