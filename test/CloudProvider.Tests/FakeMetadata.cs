using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

/// <summary>A control plane's metadata listener on a Unix socket; its tokens are the real issuer's, for one managed identity.</summary>
internal sealed class FakeMetadata : IAsyncDisposable
{
    private readonly ITokenIssuer _issuer;
    private readonly ManagedIdentity _identity;
    private readonly WebApplication _app;
    private int _busy;

    private FakeMetadata(string socket, ITokenIssuer issuer, ManagedIdentity identity)
    {
        (Socket, _issuer, _identity) = (socket, issuer, identity);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(socket));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public string Socket { get; }

    /// <summary>How many tokens were given.</summary>
    public int Given { get; private set; }

    /// <summary>The next requests are answered 429.</summary>
    public void BeBusy(int times) => _busy = times;

    public static async Task<FakeMetadata> StartAsync(string socket, ITokenIssuer issuer, ManagedIdentity identity)
    {
        var listener = new FakeMetadata(socket, issuer, identity);
        await listener._app.StartAsync();
        return listener;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var isProper = context.Request.Headers["Metadata"] == "true" && query["api-version"] == "2018-02-01"
            && context.Request.Path == "/metadata/identity/oauth2/token" && query["resource"] == "https://management.core.windows.net/";
        if (!isProper || Interlocked.Decrement(ref _busy) >= 0)
        {
            context.Response.StatusCode = isProper ? 429 : 400;
            return;
        }

        Given++;
        var token = (await _issuer.ForManagedIdentityAsync(_identity, query["resource"]!)).Token!;
        await context.Response.Body.WriteAsync(Json.ToBytes(new JsonObject
        {
            ["access_token"] = token.Value,
            ["expires_on"] = $"{token.Expires.ToUnixTimeSeconds()}",
            ["token_type"] = "Bearer",
        }));
    }
}
