using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using Verditer.Clusters.Containers.Cri;

namespace Verditer.Clusters.Containers;

/// <summary>containerd of one node, over its socket.</summary>
internal sealed class RuntimeConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly GrpcChannel _channel;

    public RuntimeConnection(string socket)
    {
        _channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { ConnectCallback = (_, stop) => ConnectAsync(socket, stop), EnableMultipleHttp2Connections = true },
            MaxReceiveMessageSize = null,
        });
        Pods = new(_channel);
        Images = new(_channel);
        Events = new(_channel);
    }

    public RuntimeService.RuntimeServiceClient Pods { get; }

    public ImageService.ImageServiceClient Images { get; }

    public Events.EventsClient Events { get; }

    /// <summary>Name and version, such as <c>containerd://1.6.20</c>; null when it does not answer.</summary>
    public async Task<string?> FindVersionAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await Pods.VersionAsync(new(), deadline: null, cancellationToken: cancellationToken).ResponseAsync.WaitAsync(Patience, cancellationToken);
            return $"{answer.RuntimeName}://{answer.RuntimeVersion.Split('~')[0]}";
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            return null;
        }
    }

    public void Dispose() => _channel.Dispose();

    private static async ValueTask<Stream> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
