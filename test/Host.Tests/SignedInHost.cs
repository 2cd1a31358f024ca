using System.Net;

namespace Verditer.Host.Tests;

/// <summary>A Verditer with a resource group, and Resource Manager as its bootstrap principal reaches it.</summary>
public sealed class SignedInHost : IAsyncLifetime
{
    internal TestHost Host { get; private set; } = null!;

    public HttpClient Arm { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = await TestHost.StartAsync();
        Arm = await Host.ArmAsync();
        using var made = await Arm.PutAsync(Host.Group("kept"), """{"location":"westeurope"}""");
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    public async ValueTask DisposeAsync()
    {
        Arm.Dispose();
        await Host.DisposeAsync();
    }
}
