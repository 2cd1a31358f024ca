using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Sockets of this process in other network namespaces. A socket belongs to the namespace of the thread that makes it, wherever it is used later. So nothing of a node
/// needs an address on the host, and nodes of two clusters may have the same ones.
/// </summary>
public static partial class NamespaceSockets
{
    private const int NewNetwork = 0x40000000;
    private const int Backlog = 512;

    /// <summary>Listens in a namespace.</summary>
    /// <param name="path">Such as <c>/run/netns/NAME</c>.</param>
    public static Socket Listen(string path, IPEndPoint endpoint) => Run(path, () =>
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endpoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    });

    /// <summary>A socket of a namespace for datagrams, bound to an address.</summary>
    public static Socket BindDatagram(string path, IPEndPoint endpoint) => Run(path, () =>
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(endpoint);
        return socket;
    });

    /// <summary>Connects from within a namespace.</summary>
    public static async ValueTask<Stream> ConnectAsync(string path, EndPoint endpoint, CancellationToken cancellationToken)
    {
        var socket = Run(path, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        try
        {
            await socket.ConnectAsync(endpoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Runs on a thread of its own, which ends with it: no other work ever sees that thread's namespace.</summary>
    private static T Run<T>(string path, Func<T> work)
    {
        var (result, failure) = (default(T), (Exception?)null);
        var thread = new Thread(() =>
        {
            try
            {
                using var file = File.OpenHandle(path);
                if (SetNamespace(file, NewNetwork) != 0)
                {
                    throw new IOException($"The network namespace '{path}' cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}");
                }

                result = work();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new IOException(failure.Message, failure);
    }

    [LibraryImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(SafeFileHandle file, int kind);
}
