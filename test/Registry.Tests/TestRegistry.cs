using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Explaining;
using Verditer.ResourceManager.Testing;

namespace Verditer.Registry.Tests;

/// <summary>The real data plane behind a real server on a free port, with the real directory, roles and store; only the registries themselves are set by the test.</summary>
public sealed class TestRegistry : IAsyncLifetime
{
    public const string LoginServer = "myacr.azurecr.io";

    /// <summary>Cleaning happens when a test asks for it, however its clock is moved.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromDays(40);

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-registry-").FullName;
    private readonly ConcurrentBag<Task> _requests = [];
    private WebApplication _app = null!;

    public TestCloud Cloud { get; private set; } = null!;

    internal SetRegistries Registries { get; } = new();

    public RegistryFacts Registry { get; private set; } = null!;

    /// <summary>Where the blobs are.</summary>
    public string Folder => Path.Combine(_folder, "registry");

    public Uri Address { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cloud = await TestCloud.StartAsync(new() { Parts = AddParts });
        await LoadAsync();
        await Cloud.AddGroupAsync("rg1");
        Registry = Add(LoginServer);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = 1 << 20);
        _app = builder.Build();
        _app.Run(context => Follow(Cloud.Get<RegistryHttp>().HandleAsync(context)));
        await _app.StartAsync();
        Address = new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>A registry of the cloud's tenant.</summary>
    public RegistryFacts Add(string loginServer, Func<RegistryFacts, RegistryFacts>? change = null)
    {
        var id = ResourceId.Parse($"{Cloud.Subscription}/resourceGroups/rg1/providers/Microsoft.ContainerRegistry/registries/{loginServer.Split('.')[0]}");
        var facts = new RegistryFacts(id, Cloud.TenantId, loginServer, AnonymousPull: false, TakesArmTokens: true, null, null, null);
        facts = change?.Invoke(facts) ?? facts;
        Registries.Set(facts);
        return facts;
    }

    /// <summary>A client of one registry.</summary>
    /// <param name="authorization">What it brings; by default nothing.</param>
    internal RegistryClient Client(AuthenticationHeaderValue? authorization = null, string loginServer = LoginServer) => new(Address, loginServer, authorization);

    /// <summary>A client that signs in as the registry's admin, who may do everything.</summary>
    internal RegistryClient AdminClient(string loginServer = LoginServer) => Client(Basic(SetRegistries.Admin, SetRegistries.Password), loginServer);

    public static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public static AuthenticationHeaderValue Bearer(string token) => new("Bearer", token);

    /// <summary>Stops as a host does and starts again on the same state; clients stay.</summary>
    public async Task RestartAsync()
    {
        await Cloud.RestartAsync();
        await LoadAsync();
    }

    /// <summary>Waits until every request that came has ended, in whatever way.</summary>
    public async Task EndedAsync()
    {
        foreach (var request in _requests)
        {
            await request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    internal T Get<T>()
        where T : notnull => Cloud.Get<T>();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Cloud.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private Task Follow(Task request)
    {
        _requests.Add(request);
        return request;
    }

    private void AddParts(IServiceCollection services) => services
        .AddSingleton<IRegistries>(Registries)
        .AddExplaining(new ExplainingOptions())
        .AddRegistry(new RegistryOptions { Folder = Folder, CleaningInterval = Never });

    private Task LoadAsync() => Cloud.Get<IServiceProvider>().LoadRegistryAsync(CancellationToken.None);
}
