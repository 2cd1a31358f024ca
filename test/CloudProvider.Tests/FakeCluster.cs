using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

/// <summary>The little of a Kubernetes API that a cloud provider uses, over TLS on a free port; only its own client certificate is let in.</summary>
internal sealed class FakeCluster : IAsyncDisposable
{
    private readonly ClusterCertificates _certificates = new();
    private readonly ClusterObjects _objects;
    private readonly WebApplication _app;
    private readonly string _folder;

    private FakeCluster(string folder, ClusterObjects objects)
    {
        (_folder, _objects) = (folder, objects);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.UseHttps(https =>
            {
                https.ServerCertificate = _certificates.Server;
                https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
                https.ClientCertificateValidation = (presented, _, _) => presented.RawData.AsSpan().SequenceEqual(_certificates.Client.RawData);
            })));
        _app = builder.Build();
        _app.Run(HandleAsync);
    }

    public ClusterObjects Objects => _objects;

    public string Kubeconfig => Path.Combine(_folder, "cloud-provider.kubeconfig");

    public static async Task<FakeCluster> StartAsync(string folder, ClusterObjects objects)
    {
        var cluster = new FakeCluster(folder, objects);
        await cluster._app.StartAsync();
        var address = cluster._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        await File.WriteAllTextAsync(cluster.Kubeconfig, cluster._certificates.Kubeconfig(new Uri(address).Port));
        return cluster;
    }

    public async ValueTask DisposeAsync()
    {
        _objects.BreakWatches();
        using var now = new CancellationTokenSource(0);
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
        _certificates.Dispose();
    }

    private async Task HandleAsync(HttpContext context)
    {
        string[] path = context.Request.Path.Value!.Trim('/').Split('/');
        if (path is ["api", "v1", var plural] && context.Request.Query["watch"] == "true")
        {
            await WatchAsync(context, plural, long.Parse(context.Request.Query["resourceVersion"]!, null));
            return;
        }

        var body = context.Request.Method is "POST" or "PATCH" ? Json.ParseObject(await ReadAsync(context.Request.Body)) : [];
        var (status, answer) = (context.Request.Method, path) switch
        {
            ("GET", ["api", "v1", var all]) => (200, _objects.List(all)),
            ("GET", ["api", "v1", "namespaces", var space, var kind, var name]) => _objects.Get($"{kind}/{space}/{name}"),
            ("POST", ["api", "v1", "namespaces", var space, var kind]) => _objects.Create($"{kind}/{space}/{body.Text("metadata", "name")}", body),
            ("PATCH", ["api", "v1", "namespaces", var space, var kind, var name]) => _objects.Patch($"{kind}/{space}/{name}", body, isStatus: false),
            ("PATCH", ["api", "v1", "namespaces", var space, var kind, var name, "status"]) => _objects.Patch($"{kind}/{space}/{name}", body, isStatus: true),
            _ => (404, ClusterObjects.Status(404, "NotFound")),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Json.ToBytes(answer));
    }

    private async Task WatchAsync(HttpContext context, string plural, long version)
    {
        context.Response.ContentType = "application/json";
        await context.Response.StartAsync();
        await foreach (var change in _objects.FollowAsync(plural, version, context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(Json.ToBytes(change));
            await context.Response.Body.WriteAsync("\n"u8.ToArray());
            await context.Response.Body.FlushAsync();
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
