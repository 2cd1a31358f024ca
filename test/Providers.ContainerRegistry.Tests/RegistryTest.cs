using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerRegistry.Tests;

/// <summary>A test with a cloud that serves registries.</summary>
public abstract class RegistryTest : CloudTest
{
    internal FakeRegistryContent Content { get; } = new();

    protected string Group { get; private set; } = null!;

    protected IRegistries Registries => Cloud.Get<IRegistries>();

    protected override TestCloudOptions Options => new()
    {
        Parts = services => services.AddSingleton<IRegistryContent>(Content).AddContainerRegistry(),
    };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await LoadAsync();
        (await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerRegistry/register")).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        Group = await Cloud.AddGroupAsync();
    }

    protected Task LoadAsync() => Cloud.Get<IServiceProvider>().LoadContainerRegistryAsync(TestContext.Current.CancellationToken);

    protected string Path(string name) => $"{Group}/providers/Microsoft.ContainerRegistry/registries/{name}";

    /// <summary>Makes a registry.</summary>
    /// <returns>Its id.</returns>
    protected async Task<string> MakeAsync(string name = "myregistry", string sku = "Basic", string properties = "{}")
    {
        await Cloud.MakeAsync(Path(name), $$$"""{"location":"westus2","sku":{"name":"{{{sku}}}"},"properties":{{{properties}}}}""");
        return Path(name);
    }

    protected RegistryFacts Facts(string loginServer = "myregistry.azurecr.io") => Registries.Find(loginServer).ShouldNotBeNull();
}
