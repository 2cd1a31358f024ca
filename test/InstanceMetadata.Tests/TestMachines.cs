using System.Buffers.Text;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Directory;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>Listeners over the real directory and a real store, with a scale set and a cluster to own machines.</summary>
public sealed class TestMachines : IAsyncDisposable
{
    public const string Group = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/MC_rg_aks_westeurope";
    public const string ScaleSet = Group + "/providers/Microsoft.Compute/virtualMachineScaleSets/aks-nodepool1-12345678-vmss";
    public const string Cluster = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks";
    public const string NodeName = "aks-nodepool1-12345678-vmss000001";
    public const string ControlPlaneName = "control-plane-aks";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-imds-").FullName;
    private readonly SqliteDocumentStore _store;
    private readonly ServiceProvider _services;

    private TestMachines(string? below)
    {
        Sockets = Path.Combine(_folder, below ?? "metadata");
        _store = SqliteDocumentStore.Open(new() { Path = Path.Combine(_folder, "state.db") }, TimeProvider.System, NullLogger.Instance);
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IDocumentStore>(_store)
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton<ISecretProtector>(new AesGcmSecretProtector(new byte[AesGcmSecretProtector.KeyLength]))
            .AddDirectory(new())
            .AddInstanceMetadata(new() { Folder = Sockets, AttestationCertificate = TestAttestation.Issue })
            .AddSingleton<IFaults>(Faults)
            .BuildServiceProvider();
    }

    internal SetFaults Faults { get; } = new();

    public IMetadataAdministration Administration => _services.GetRequiredService<IMetadataAdministration>();

    public FakeTimeProvider Time { get; } = new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture));

    public string Sockets { get; }

    public string Tenant { get; private set; } = "";

    public IDirectory Directory => _services.GetRequiredService<IDirectory>();

    public IMetadataListeners Listeners => _services.GetRequiredService<IMetadataListeners>();

    public static MetadataMachine Node { get; } = new(NodeName, ScaleSet, new MetadataCompute(
        "22222222-2222-2222-2222-222222222222", "MC_rg_aks_westeurope", "westeurope", "aks-nodepool1-12345678-vmss_1",
        "5c08b38e-4d57-4c23-ac45-aca61037f084", "Standard_DS2_v2", "aks-nodepool1-12345678-vmss", ScaleSet + "/virtualMachines/1",
        "10.224.0.5", "10.224.0.0/16"));

    public static MetadataMachine ControlPlane { get; } = new(ControlPlaneName, Cluster, null);

    public static async Task<TestMachines> StartAsync(string? below = null)
    {
        var machines = new TestMachines(below);
        machines.Tenant = (await machines._services.GetRequiredService<IDirectoryAdministration>().BootstrapAsync()).TenantId;
        return machines;
    }

    public static string IdentityId(string name) => $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}";

    public Task<ManagedIdentity> AddIdentityAsync(string name) =>
        Directory.EnsureManagedIdentityAsync(Tenant, IdentityId(name), ManagedIdentityKind.UserAssigned);

    public async Task<ManagedIdentity> AddSystemIdentityAsync(string owner) =>
        await Directory.EnsureManagedIdentityAsync(Tenant, owner, ManagedIdentityKind.SystemAssigned);

    /// <summary>Stores a resource as Resource Manager does.</summary>
    public async Task StoreAsync(string id, JsonObject body)
    {
        body["id"] = id;
        (await _store.CommitAsync(new WriteBatch().Put("resources", id.ToLowerInvariant(), Json.ToBytes(body)))).Committed.ShouldBeTrue();
    }

    public async Task RemoveAsync(string id) => await _store.CommitAsync(new WriteBatch().Delete("resources", id.ToLowerInvariant()));

    /// <summary>Stores an owner that carries these identities.</summary>
    public Task StoreOwnerAsync(string id, string type, params IEnumerable<string> userAssigned) => StoreAsync(id, new JsonObject
    {
        ["identity"] = new JsonObject
        {
            ["type"] = type,
            ["principalId"] = Directory.FindManagedIdentity(id)?.PrincipalId,
            ["userAssignedIdentities"] = new JsonObject(userAssigned.Select(name => KeyValuePair.Create<string, JsonNode?>(
                IdentityId(name), new JsonObject { ["principalId"] = Directory.FindManagedIdentity(IdentityId(name))?.PrincipalId }))),
        },
    });

    /// <summary>Opens a machine's listener.</summary>
    public async Task<HttpClient> OpenAsync(MetadataMachine machine) => ClientOf(await Listeners.OpenAsync(machine));

    /// <summary>A client of one listener that says <c>Metadata: true</c>.</summary>
    public static HttpClient ClientOf(string socket) =>
        new(HandlerOf(socket)) { BaseAddress = new Uri("http://169.254.169.254/"), DefaultRequestHeaders = { { "Metadata", "true" } } };

    /// <summary>Leads a client's connections, wherever they are meant to go, to one listener.</summary>
    public static SocketsHttpHandler HandlerOf(string socket) => new()
    {
        UseProxy = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var near = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await near.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancellationToken);
            return new NetworkStream(near, ownsSocket: true);
        },
    };

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Reads answers.</summary>
internal static class Answers
{
    public const string TokenPath = "metadata/identity/oauth2/token?api-version=2018-02-01&resource=";
    public const string Arm = "https://management.azure.com/";

    public static async Task<(int Status, JsonObject Body)> JsonAsync(this HttpClient client, string path)
    {
        using var response = await client.GetAsync(path);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        return ((int)response.StatusCode, Json.ParseObject(await response.Content.ReadAsByteArrayAsync()));
    }

    public static Task<(int Status, JsonObject Body)> TokenAsync(this HttpClient client, string more = "", string resource = Arm) =>
        client.JsonAsync(TokenPath + Uri.EscapeDataString(resource) + more);

    /// <summary>What a token says.</summary>
    public static JsonObject ClaimsOf(string token) => Json.ParseObject(Base64Url.DecodeFromChars(token.Split('.')[1]));

    public static async Task ShouldBeRefusedAsync(this Task<(int Status, JsonObject Body)> answer, string description, string error = "invalid_request", int status = 400)
    {
        var (actual, body) = await answer;
        actual.ShouldBe(status);
        body.Text("error").ShouldBe(error);
        body.Text("error_description").ShouldBe(description);
    }
}
