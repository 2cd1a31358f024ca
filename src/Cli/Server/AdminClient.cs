using System.Net.Sockets;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>Asks the running server through its admin socket.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _http;

    public AdminClient(StatePaths paths)
    {
        RunningServer.Require(paths);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(paths.AdminSocket), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://localhost/"), Timeout = TimeSpan.FromSeconds(30) };
    }

    public Task<JsonObject> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonObject> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Json.ToBytes(body));
        }

        try
        {
            using var response = await _http.SendAsync(request, cancellationToken);
            var answer = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken));
            return response.IsSuccessStatusCode ? answer : throw new CommandException(answer.Text("error", "message") ?? "the server refused");
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"the server does not answer on its admin socket ({e.Message}). Is it starting or stopping?");
        }
    }
}
