using Google.Protobuf;
using Grpc.Core;
using Verditer.Clusters.Containers.Cri;

namespace Verditer.Clusters.Containers;

/// <summary>Listens to containerd of one node, and starts it again when it has died.</summary>
internal sealed class RuntimeSupervisor(string node, NodePaths paths, string networkNamespace, NodeServices services) : IAsyncDisposable
{
    private const string KubernetesNamespace = "k8s.io";

    private readonly CancellationTokenSource _stop = new();
    private Task _listening = Task.CompletedTask;

    public RuntimeConnection Connection { get; } = new(paths.Socket);

    public bool IsRunning { get; private set; }

    /// <summary>Finds it running, or starts it.</summary>
    /// <returns>Its name and version.</returns>
    public async Task<string> StartAsync(CancellationToken cancellationToken)
    {
        var version = await ContainerdProcess.EnsureAsync(Connection, paths, networkNamespace, services.Options, services.HostTime, cancellationToken);
        IsRunning = true;
        _listening = Task.Run(KeepAsync, CancellationToken.None);
        return version;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Connection.Dispose();
        _stop.Dispose();
    }

    private async Task KeepAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            await ListenAsync();
            if (_stop.IsCancellationRequested || await Connection.FindVersionAsync(_stop.Token) is not null)
            {
                continue;
            }

            IsRunning = false;
            services.Changed(node);
            services.Logger.RuntimeDown(node, services.Options.RuntimePause);
            while (!IsRunning)
            {
                await Task.Delay(services.Options.RuntimePause, services.HostTime, _stop.Token);
                await RestartAsync();
            }

            services.Changed(node);
        }
    }

    private async Task RestartAsync()
    {
        try
        {
            await ContainerdProcess.EnsureAsync(Connection, paths, networkNamespace, services.Options, services.HostTime, _stop.Token);
            IsRunning = true;
        }
        catch (Exception e) when (!_stop.IsCancellationRequested)
        {
            services.Logger.RuntimeFailed(e, node);
        }
    }

    /// <summary>Until the connection ends.</summary>
    private async Task ListenAsync()
    {
        try
        {
            using var events = Connection.Events.Subscribe(new SubscribeRequest { Filters = { "topic~=\"/tasks/(start|exit|oom|delete)\"" } }, cancellationToken: _stop.Token);
            await foreach (var told in events.ResponseStream.ReadAllAsync(_stop.Token))
            {
                if (told.Namespace == KubernetesNamespace)
                {
                    services.ContainersChanged(node, TaskEvent.Parser.ParseFrom(told.Event.Value).ContainerId);
                }
            }
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidProtocolBufferException)
        {
            // It has died, or this process lets go of it.
        }
    }
}
