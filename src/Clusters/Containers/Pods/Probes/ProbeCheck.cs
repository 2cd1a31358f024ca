using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Grpc.Core;
using Grpc.Net.Client;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Asks a container once, by command, HTTP, TCP or gRPC, as its node would: requests come from the node's own address.</summary>
/// <param name="address">Of the pod.</param>
internal sealed class ProbeCheck(NodeMachine machine, JsonObject container, string containerId, string address)
{
    private const int LongestOutput = 10 * 1024;

    /// <summary>A handler of a probe or of a hook.</summary>
    public async Task<ProbeResult> RunAsync(JsonObject handler, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return handler["exec"] is { } command ? await ExecuteAsync(command, timeout, cancellationToken)
                : handler["httpGet"] is { } request ? await HttpAsync(request, timeout, limit.Token)
                : handler["tcpSocket"] is { } socket ? await TcpAsync(socket, limit.Token)
                : handler["grpc"] is { } service ? await GrpcAsync(service, limit.Token)
                : ProbeResult.Success;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ProbeResult.Failure($"timed out after {timeout.TotalSeconds}s");
        }
        catch (Exception e) when (e is IOException or SocketException or HttpRequestException or RpcException or FormatException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            // The latter: what the pod's author wrote is no address, port, scheme or header.
            return ProbeResult.Failure(e.InnerException?.Message ?? e.Message);
        }
    }

    /// <summary>A port by its number or by its name in the container.</summary>
    internal static int? Port(JsonObject container, JsonNode? port) =>
        port is JsonValue value && value.TryGetValue(out int number) ? number
        : int.TryParse(port.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out var parsed) ? parsed
        : container.Items("ports").FirstOrDefault(named => named.Text("name") == port.Text()).Number("containerPort");

    private async Task<ProbeResult> ExecuteAsync(JsonNode command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var request = new ExecSyncRequest { ContainerId = containerId, Timeout = (long)Math.Ceiling(timeout.TotalSeconds) };
        request.Cmd.Add(command.Texts("command"));
        var answer = await machine.Runtime.Pods.ExecSyncAsync(request, cancellationToken: cancellationToken);
        var output = Shorten(Encoding.UTF8.GetString([.. answer.Stdout.Span, .. answer.Stderr.Span]));
        return answer.ExitCode == 0 ? ProbeResult.Success : ProbeResult.Failure(output);
    }

    private async Task<ProbeResult> HttpAsync(JsonNode request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (Port(container, request["port"]) is not { } port)
        {
            return ProbeResult.Failure($"strconv.Atoi: parsing \"{request["port"].Text()}\": invalid syntax");
        }

        var scheme = (request.Text("scheme") ?? "HTTP").ToLowerInvariant();
        var host = request.Text("host") is { Length: > 0 } named ? named : address;
        using var handler = Handler(host, port);
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        var path = request.Text("path") ?? "/";
        using var message = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{host}:{port}{(path.StartsWith('/') ? "" : "/")}{path}");
        message.Headers.TryAddWithoutValidation("User-Agent", $"kube-probe/{string.Join('.', machine.Spec.KubernetesVersion.Split('.').Take(2))}");
        message.Headers.TryAddWithoutValidation("Accept", "*/*");
        foreach (var header in request.Items("httpHeaders"))
        {
            var name = header.Text("name") ?? "";
            message.Headers.Remove(name);
            message.Headers.TryAddWithoutValidation(name, header.Text("value"));
        }

        using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return (int)answer.StatusCode is >= 200 and < 400
            ? ProbeResult.Success
            : ProbeResult.Failure($"HTTP probe failed with statuscode: {(int)answer.StatusCode}");
    }

    private async Task<ProbeResult> TcpAsync(JsonNode socket, CancellationToken cancellationToken)
    {
        if (Port(container, socket["port"]) is not { } port)
        {
            return ProbeResult.Failure($"strconv.Atoi: parsing \"{socket["port"].Text()}\": invalid syntax");
        }

        var host = socket.Text("host") is { Length: > 0 } named ? named : address;
        try
        {
            await using var connection = await ConnectAsync(host, port, cancellationToken);
            return ProbeResult.Success;
        }
        catch (SocketException e)
        {
            return ProbeResult.Failure($"dial tcp {host}:{port}: connect: {e.Message.ToLowerInvariant()}");
        }
    }

    private async Task<ProbeResult> GrpcAsync(JsonNode service, CancellationToken cancellationToken)
    {
        var port = service.Number("port") ?? 0;
        using var channel = GrpcChannel.ForAddress($"http://{address}:{port}", new GrpcChannelOptions { HttpHandler = Handler(address, port), DisposeHttpClient = true });
        var answer = await new Health.HealthClient(channel).CheckAsync(new() { Service = service.Text("service") ?? "" }, cancellationToken: cancellationToken);
        return answer.Status == HealthCheckResponse.Types.ServingStatus.Serving
            ? ProbeResult.Success
            : ProbeResult.Failure($"service unhealthy (responded with \"{answer.Status.ToString().ToUpperInvariant()}\")");
    }

#pragma warning disable CA5359 // As a kubelet: a probe is no client that could be deceived.
    private SocketsHttpHandler Handler(string host, int port) => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        ConnectCallback = (_, stop) => ConnectAsync(host, port, stop),
        SslOptions = new() { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    };
#pragma warning restore CA5359

    private async ValueTask<Stream> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        var target = IPAddress.TryParse(host, out var ip) ? ip : (await Dns.GetHostAddressesAsync(host, AddressFamily.InterNetwork, cancellationToken))[0];
        return await NamespaceSockets.ConnectAsync(machine.NamespacePath, new IPEndPoint(target, port), cancellationToken);
    }

    private static string Shorten(string text) => text.Length <= LongestOutput ? text : text[..LongestOutput];
}
