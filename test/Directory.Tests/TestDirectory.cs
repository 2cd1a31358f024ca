using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.Directory.Tests;

/// <summary>The real directory on a real SQLite file, behind a real server on a free port.</summary>
public sealed class TestDirectory : IAsyncDisposable
{
    public const string ArmResource = "https://management.azure.com/";

    private readonly SqliteDocumentStore _store;
    private readonly WebApplication _app;
    private bool _ended;

    private TestDirectory(SqliteDocumentStore store, WebApplication app, FakeTimeProvider time) => (_store, _app, Time) = (store, app, time);

    public FakeTimeProvider Time { get; }

    public HttpClient Http { get; private set; } = null!;

    public BootstrapResult Bootstrap { get; private set; } = null!;

    public string Tenant => Bootstrap.TenantId;

    public IDirectoryAdministration Administration => Get<IDirectoryAdministration>();

    public IDirectory Directory => Get<IDirectory>();

    public ITokenIssuer Issuer => Get<ITokenIssuer>();

    public ITokenValidator Validator => Get<ITokenValidator>();

    /// <summary>Object id of Resource Manager's service principal.</summary>
    public string ResourceManagerId => Directory.FindServicePrincipal(Tenant, ProtectedResource.ResourceManager.AppId)!.ObjectId;

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<TestDirectory> StartAsync(
        string folder, FakeTimeProvider? time = null, byte[]? sealKey = null, DirectoryOptions? options = null, Action<IServiceCollection>? configure = null)
    {
        time ??= new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
        var store = SqliteDocumentStore.Open(new() { Path = Path.Combine(folder, "state.db") }, TimeProvider.System, NullLogger.Instance);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddLogging().AddRoutingCore()
            .AddSingleton<IDocumentStore>(store)
            .AddSingleton<TimeProvider>(time)
            .AddSingleton<ISecretProtector>(new AesGcmSecretProtector(sealKey ?? new byte[AesGcmSecretProtector.KeyLength]))
            .AddDirectory(options ?? new());
        configure?.Invoke(builder.Services);
        var app = builder.Build();
        app.UseRouting();
        app.MapDirectory();
        app.MapGraph();
        var directory = new TestDirectory(store, app, time);
        directory.Bootstrap = await directory.Administration.BootstrapAsync(Cancelled);
        await app.StartAsync(Cancelled);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        directory.Http = new() { BaseAddress = new(address) };
        return directory;
    }

    public T Get<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>An application with a secret, in the first tenant.</summary>
    public async Task<TestClient> AddClientAsync(string name = "client", TimeSpan? lifetime = null, string? tenant = null, string? chosen = null)
    {
        var principal = await Administration.CreateApplicationAsync(tenant ?? Tenant, name, Cancelled);
        var app = Get<DirectoryIndex>().ApplicationsByAppId.Find(principal.AppId)!;
        var added = await Administration.AddPasswordAsync(tenant ?? Tenant, app.Id, "test", lifetime ?? TimeSpan.FromDays(365), chosen, Cancelled);
        return new(principal.AppId, principal.Id, app.Id, added!.Secret);
    }

    public const string Password = "Correct-horse-7";

    /// <summary>A user who can sign in.</summary>
    public async Task<UserRecord> AddUserAsync(string name = "ada", Func<UserRecord, UserRecord>? change = null)
    {
        var user = new UserRecord(Tenant, Guid.NewGuid().ToString(), $"{name}@verditer.onmicrosoft.com", "Ada Lovelace", Time.GetUtcNow())
        {
            Password = NewPassword(Password),
        };
        return await PutUserAsync(change?.Invoke(user) ?? user);
    }

    public async Task<UserRecord> PutUserAsync(UserRecord user)
    {
        await Administration.PutUserAsync(user, Cancelled);
        return user;
    }

    public PasswordRecord NewPassword(string password) => SecretHash.Make(password, chosen: true, null, Time.GetUtcNow(), DateTimeOffset.MaxValue);

    public ApplicationRecord Application(TestClient client) => Get<DirectoryIndex>().ApplicationsByAppId.Find(client.ClientId)!;

    public Task ChangeAsync(TestClient client, Func<ApplicationRecord, ApplicationRecord> change) => Get<DirectoryWriter>().CommitAsync(
        batch => Get<DirectoryIndex>().Applications.TryChange(batch, DirectoryIndex.Key(Tenant, client.ApplicationId), change), Cancelled);

    /// <summary>Sends a form and reads the JSON that comes back.</summary>
    public async Task<(HttpStatusCode Status, JsonObject Body)> PostAsync(string path, IEnumerable<KeyValuePair<string, string>> values)
    {
        using var content = new FormUrlEncodedContent(values);
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), content, Cancelled);
        return (response.StatusCode, Json.ParseObject(await response.Content.ReadAsByteArrayAsync(Cancelled)));
    }

    public async Task<string> TokenAsync(TestClient client, string resource = ArmResource, string? tenant = null) =>
        (await Issuer.ForClientSecretAsync(tenant ?? Tenant, client.ClientId, client.Secret, resource, Cancelled)).Token.ShouldNotBeNull().Value;

    public async ValueTask DisposeAsync()
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        Http.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await _store.DisposeAsync();
    }
}

public sealed record TestClient(string ClientId, string PrincipalId, string ApplicationId, string Secret);
