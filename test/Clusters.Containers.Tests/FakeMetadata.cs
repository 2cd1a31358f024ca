using System.Net.Sockets;
using System.Text;
using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>A metadata listener for each node that answers with the node's name.</summary>
public sealed class FakeMetadata : IMetadataListeners, IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vm-").FullName;
    private readonly Dictionary<string, Socket> _listeners = [];
    private readonly Lock _gate = new();

    public Task<string> OpenAsync(MetadataMachine machine, CancellationToken cancellationToken = default) => Task.FromResult(FindNodeSocket(machine.Name)!);

    public Task CloseAsync(string machineName, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public string? FindNodeSocket(string nodeName)
    {
        var path = Path.Combine(_folder, nodeName);
        lock (_gate)
        {
            if (!_listeners.ContainsKey(nodeName))
            {
                var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                listener.Bind(new UnixDomainSocketEndPoint(path));
                listener.Listen();
                _listeners[nodeName] = listener;
                _ = AnswerAsync(listener, nodeName);
            }
        }

        return path;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var listener in _listeners.Values)
        {
            listener.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
        return default;
    }

    private static async Task AnswerAsync(Socket listener, string node)
    {
        while (true)
        {
            using var client = await listener.AcceptAsync();
            var buffer = new byte[1024];
            await client.ReceiveAsync(buffer);
            await client.SendAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nmetadata of {node}\n"));
            client.Shutdown(SocketShutdown.Both);
        }
    }
}
