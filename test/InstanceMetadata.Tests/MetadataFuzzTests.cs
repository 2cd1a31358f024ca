using System.Net.Sockets;
using System.Text;
using CsCheck;
using Verditer.Fuzzing;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>Whatever a pod sends to the metadata service, it is answered by its rules, and the service goes on.</summary>
[Trait("fuzz", "imds")]
public sealed class MetadataFuzzTests(SharedMachines shared) : IClassFixture<SharedMachines>
{
    private const int Requests = 400;

    private static readonly string[] Paths =
    [
        "metadata/identity/oauth2/token", "metadata/identity/info", "metadata/instance", "metadata/instance/compute", "metadata/instance/network/interface/0", "metadata/loadbalancer",
        "metadata/attested/document", "metadata/scheduledevents", "metadata/versions", "metadata//identity", "metadata/instance/compute/../..", "%2e%2e", "%00", "metadata/%ff", "é", "",
    ];

    private static readonly string[] Keys = ["api-version", "resource", "client_id", "object_id", "msi_res_id", "mi_res_id", "bypass_cache", "format", "nonce", "scope", "%61pi-version", "", "a[b]"];

    private static readonly string[] Values =
    [
        "2018-02-01", "2021-10-01", "2021-02-01", "https://management.azure.com/", "", "text", "json", "true", "00000000-0000-0000-0000-000000000000", "%00", "%ff%fe", "%zz", "+", "é", "a&b=c",
        "/subscriptions/x/resourceGroups/y/providers/Microsoft.ManagedIdentity/userAssignedIdentities/z", "9999999999", "../..", "'\"<>",
    ];

    private static readonly string[] Headers =
    [
        "Metadata: true", "metadata: TRUE", "Metadata: false", "Metadata:", "X-Forwarded-For: 1.2.3.4", "Host: 169.254.169.254", "Host:", "Host: a, b", "Content-Length: 5", "Content-Length: -1",
        "Transfer-Encoding: chunked", "Authorization: Bearer x", "x-ms-client-request-id: \u00e9", "Expect: 100-continue", "Connection: upgrade", "Upgrade: h2c", ": x", "a b: c",
    ];

    private static readonly Gen<string> Line = Gen.Select(
        Pick("GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "CONNECT", "PRI", "get", ""), Pick(Paths), Gen.Select(Pick(Keys), Pick(Values)).Array[0, 5], Pick("HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/2", ""),
        (method, path, query, version) => $"{method} /{path}?{string.Join('&', query.Select(q => $"{q.Item1}={q.Item2}"))} {version}");

    private static readonly Gen<byte[]> Request = Gen.Select(Line, Pick(Headers).Array[0, 5], Gen.Byte.Array[0, 20], (line, headers, body) =>
        (byte[])[.. Encoding.Latin1.GetBytes($"{line}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n"), .. body]);

    [Fact]
    public async Task Request_OfAnyContent_IsAnswered()
    {
        await Fuzz.RunAsync(Request, Requests, AnswersAsync);
        await ShouldStillServeAsync();
    }

    [Fact]
    public async Task Connection_OfAnyBytes_IsAnsweredOrClosed()
    {
        await Fuzz.RunAsync(Gen.Byte.Array[0, 400], Requests, AnswersAsync);
        await ShouldStillServeAsync();
    }

    private async Task ShouldStillServeAsync()
    {
        using var node = shared.Client();
        (await node.TokenAsync()).Status.ShouldBe(200);
    }

    /// <summary>Sends and says that no more will come; true when what comes back is an answer, and not that something broke.</summary>
    private async Task<bool> AnswersAsync(byte[] request)
    {
        using var socket = await ConnectAsync();
        try
        {
            await socket.SendAsync(request);
            socket.Shutdown(SocketShutdown.Send);
            await using var stream = new NetworkStream(socket);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            var answer = await reader.ReadToEndAsync();
            return answer.Length == 0 || (answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal) && !answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // Closed before all was sent: refused by its first bytes.
            return true;
        }
    }

    /// <summary>On a busy machine the queue of connections may be full: then one tries again, and fails only where it stays so.</summary>
    private async Task<Socket> ConnectAsync()
    {
        for (var attempt = 0; ; attempt++)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(shared.Machines.Listeners.FindNodeSocket(TestMachines.NodeName)!));
                return socket;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock && attempt < 500)
            {
                socket.Dispose();
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
        }
    }

    private static Gen<string> Pick(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
