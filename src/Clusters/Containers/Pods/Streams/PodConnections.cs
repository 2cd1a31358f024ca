using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Grpc.Core;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Logs of containers, and streams into them by the runtime's own streaming server, which listens on the node's loopback only.</summary>
/// <param name="find">The machines of a cluster, by its key.</param>
/// <param name="time">Verditer's clock.</param>
internal sealed class PodConnections(Func<string, ClusterMachines?> find, TimeProvider time) : IPodConnections
{
    private static readonly string[] StatusLists = ["containerStatuses", "initContainerStatuses", "ephemeralContainerStatuses"];

    private readonly TimeProvider _hostTime = time is VerditerClock clock ? clock.Host : time;

    /// <inheritdoc/>
    public bool CanReach(string clusterKey, JsonObject pod) => MachineOf(clusterKey, pod) is not null;

    /// <inheritdoc/>
    public async Task<KubernetesError?> WriteLogAsync(
        string clusterKey, JsonObject pod, PodLogRequest request, Func<Stream> begin, CancellationToken cancellationToken)
    {
        var machine = MachineOf(clusterKey, pod)!;
        if (machine.Problem is not null)
        {
            return NotReady(machine);
        }

        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), cancellationToken);
        var (attempt, problem) = FindRun(pod, seen, request);
        var path = PodPaths.Of(machine.Paths, pod).Log(request.Container, attempt);
        if (problem is not null || !File.Exists(path))
        {
            return problem ?? Waiting(pod, request.Container);
        }

        var id = seen.Latest(request.Container)?.Status.Id ?? "";
        var since = request.Since is { } moment ? moment - (time.GetUtcNow() - _hostTime.GetUtcNow()) : (DateTimeOffset?)null;
        var writer = new LogWriter(request, since, () => IsRunningAsync(machine, id, cancellationToken), _hostTime);
        await writer.RunAsync(path, begin(), cancellationToken);
        return null;
    }

    /// <inheritdoc/>
    public async Task<PodStream> OpenAsync(string clusterKey, JsonObject pod, PodStreamRequest request, CancellationToken cancellationToken)
    {
        var machine = MachineOf(clusterKey, pod)!;
        if (machine.Problem is not null)
        {
            return new(null, "", NotReady(machine));
        }

        try
        {
            var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), cancellationToken);
            if (await FindAddressAsync(machine, seen, request, cancellationToken) is not { } address)
            {
                var missing = request.Kind == "portforward" ? $"pod not found (\"{pod.Name()}_{pod.Namespace()}\")" : $"container not found (\"{request.Container}\")";
                return new(null, "", new(500, "InternalError", $"unable to upgrade connection: {missing}"));
            }

            var target = new IPEndPoint(IPAddress.Parse(address.Host), address.Port);
            return new(await NamespaceSockets.ConnectAsync(machine.NamespacePath, target, cancellationToken), address.PathAndQuery, null);
        }
        catch (RpcException e)
        {
            return new(null, "", new(500, "InternalError", $"unable to upgrade connection: {e.Status.Detail}"));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            return new(null, "", new(500, "InternalError", $"error dialing backend: {e.Message}"));
        }
    }

    private static async Task<Uri?> FindAddressAsync(NodeMachine machine, PodObservation seen, PodStreamRequest request, CancellationToken cancellationToken)
    {
        if (request.Kind == "portforward")
        {
            if (seen.Sandbox is not { } sandbox)
            {
                return null;
            }

            var forward = new PortForwardRequest { PodSandboxId = sandbox.Id };
            forward.Port.Add(request.Ports);
            return new((await machine.Runtime.Pods.PortForwardAsync(forward, cancellationToken: cancellationToken)).Url);
        }

        if (seen.Latest(request.Container) is not { IsRunning: true } run)
        {
            return null;
        }

        if (request.Kind == "attach")
        {
            var attach = new AttachRequest { ContainerId = run.Status.Id, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr && !request.Tty, Tty = request.Tty };
            return new((await machine.Runtime.Pods.AttachAsync(attach, cancellationToken: cancellationToken)).Url);
        }

        var exec = new ExecRequest { ContainerId = run.Status.Id, Stdin = request.Stdin, Stdout = request.Stdout, Stderr = request.Stderr && !request.Tty, Tty = request.Tty };
        exec.Cmd.Add(request.Command);
        return new((await machine.Runtime.Pods.ExecAsync(exec, cancellationToken: cancellationToken)).Url);
    }

    private NodeMachine? MachineOf(string clusterKey, JsonObject pod) => find(clusterKey)?.Find(pod.NodeName());

    private static (uint Attempt, KubernetesError? Error) FindRun(JsonObject pod, PodObservation seen, PodLogRequest request)
    {
        var latest = seen.Latest(request.Container)?.Attempt ?? FormerAttempt(pod, request.Container);
        if (latest is null)
        {
            return (0, Waiting(pod, request.Container));
        }

        return !request.Previous ? (latest.Value, null)
            : latest > 0 ? (latest.Value - 1, null)
            : (0, KubernetesErrors.BadRequest($"previous terminated container \"{request.Container}\" in pod \"{pod.Name()}\" not found"));
    }

    /// <summary>A run that the runtime has forgotten; its log is still there.</summary>
    private static uint? FormerAttempt(JsonObject pod, string container)
    {
        foreach (var list in StatusLists)
        {
            if (pod.Items("status", list).FirstOrDefault(status => status.Text("name") == container) is { } status && status.Text("containerID") is not null)
            {
                return (uint)(status.Number("restartCount") ?? 0);
            }
        }

        return null;
    }

    private static KubernetesError Waiting(JsonObject pod, string container)
    {
        var status = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).FirstOrDefault(own => own.Text("name") == container);
        var reason = status.Text("state", "waiting", "reason") ?? "ContainerCreating";
        return KubernetesErrors.BadRequest($"container \"{container}\" in pod \"{pod.Name()}\" is waiting to start: {reason}");
    }

    private static KubernetesError NotReady(NodeMachine machine) => new(500, "InternalError", $"error dialing backend: node {machine.Name} is not ready: {machine.Problem?.Message}");

    private static async Task<bool> IsRunningAsync(NodeMachine machine, string id, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await machine.Runtime.Pods.ContainerStatusAsync(new() { ContainerId = id }, cancellationToken: cancellationToken);
            return answer.Status.State == ContainerState.ContainerRunning;
        }
        catch (RpcException)
        {
            return false;
        }
    }
}
