namespace Verditer.InstanceMetadata.Tests;

/// <summary>One directory and its listeners for all tests of a class; the node is open.</summary>
public sealed class SharedMachines : IAsyncLifetime
{
    private string _socket = "";

    public TestMachines Machines { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Machines = await TestMachines.StartAsync();
        await Machines.AddIdentityAsync("kubelet");
        await Machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        _socket = await Machines.Listeners.OpenAsync(TestMachines.Node);
    }

    /// <summary>A client of the node.</summary>
    public HttpClient Client() => TestMachines.ClientOf(_socket);

    public ValueTask DisposeAsync() => Machines.DisposeAsync();
}
