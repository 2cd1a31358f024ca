using System.Text.Json.Nodes;
using Grpc.Core;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Brings one pod nearer to what is wanted: volumes, sandbox, init containers in order, then the others; then says how it is. It may run at any time: it looks at what the
/// runtime has and does what is missing.
/// </summary>
internal sealed class PodSync(KubeletParts parts, Turn turn, JsonObject pod, NodeMachine machine, PodWork work, Action wake)
{
    private const string Init = "initContainerStatuses";
    private const string Main = "containerStatuses";
    private const string Debug = "ephemeralContainerStatuses";

    /// <summary>What nothing tells of, such as an image that somebody imports, is looked for so often.</summary>
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(30);

    private readonly PodStep _step = new(pod, turn.Now);
    private PodObservation _seen = null!;

    public async Task RunAsync()
    {
        _seen = await ObserveAsync();
        PodAcceptance.Apply(_step, machine.Spec.InternalIp);
        if (await PassedDeadlineAsync())
        {
            await turn.SetStatusAsync(Kinds.Pods, pod, _step.Status);
            await RecordAsync();
            return;
        }

        if (await PrepareAsync())
        {
            await RunContainersAsync();
            _seen = await ObserveAsync();
        }

        WriteStatuses();
        _step.Status["phase"] = Phase();
        PodReadiness.SetConditions(_step);
        await turn.SetStatusAsync(Kinds.Pods, pod, _step.Status);
        turn.LookAgainAfter(Often);
        if (_step.LookAgainAt is { } due)
        {
            turn.LookAgainAt(due);
        }

        await RecordAsync();
    }

    /// <summary>A pod has not ended while anything of it runs: its sidecars are ended next.</summary>
    private string Phase()
    {
        var phase = PodPhase.Of(pod, _step.Status);
        if (phase is "Succeeded" or "Failed" && _seen.Running.Any())
        {
            _step.LookAgain(turn.Now);
            return _step.Status.Text("phase") ?? "Running";
        }

        return phase;
    }

    /// <summary>The statuses of a pod whose containers are being ended.</summary>
    public async Task WriteEndAsync()
    {
        _seen = await ObserveAsync();
        if (_step.Status["startTime"] is null)
        {
            return;
        }

        work.Waiting.Clear();
        WriteStatuses();
        var phase = PodPhase.Of(pod, _step.Status);
        _step.Status["phase"] = phase is "Running" or "Pending" && _seen.Containers.Count > 0 ? EndedPhase() : phase;
        PodReadiness.SetConditions(_step);
        await turn.SetStatusAsync(Kinds.Pods, pod, _step.Status);
    }

    private string EndedPhase() =>
        _step.Status.Items(Main).All(container => container.Number("state", "terminated", "exitCode") == 0) ? "Succeeded" : "Failed";

    private async Task<PodObservation> ObserveAsync()
    {
        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), turn.CancellationToken);
        foreach (var id in seen.Sandboxes.Select(sandbox => sandbox.Id).Concat(seen.Containers.Values.SelectMany(runs => runs).Select(run => run.Status.Id)))
        {
            parts.Owners[id] = pod.Uid();
        }

        return seen;
    }

    private async Task RecordAsync()
    {
        foreach (var (type, reason, message) in _step.Events)
        {
            await turn.EventAsync(pod, Kinds.Pods, type, reason, message, machine.Name);
        }
    }

    private async Task<bool> PassedDeadlineAsync()
    {
        if (pod.At("spec", "activeDeadlineSeconds").Long() is not { } seconds || Timestamps.Parse(_step.Status.Text("startTime")) is not { } started)
        {
            return false;
        }

        if (started + TimeSpan.FromSeconds(seconds) is var deadline && deadline > turn.Now)
        {
            _step.LookAgain(deadline);
            return false;
        }

        await new ContainerKiller(parts, machine, pod).KillAllAsync(_seen, Grace, turn.CancellationToken);
        _seen = await ObserveAsync();
        const string message = "Pod was active on the node longer than the specified deadline";
        work.Waiting.Clear();
        WriteStatuses();
        (_step.Status["phase"], _step.Status["reason"], _step.Status["message"]) = ("Failed", "DeadlineExceeded", message);
        PodReadiness.SetConditions(_step);
        _step.Events.Add((EventRecorder.Normal, "DeadlineExceeded", message));
        return true;
    }

    private TimeSpan Grace => TimeSpan.FromSeconds(pod.At("spec", "terminationGracePeriodSeconds").Long() ?? 30);

    /// <summary>Volumes and the sandbox come before the first container.</summary>
    private async Task<bool> PrepareAsync()
    {
        if (work.PrepareAgainAt is { } due && due > turn.Now && _seen.Sandbox is null)
        {
            _step.LookAgain(due);
            return false;
        }

        try
        {
            // What a pod that runs once had stays, when the object is gone that it came from.
            var problem = PodPrerequisites.FindVolumeProblem(turn.Api, pod);
            if (problem is not null && _seen.Sandbox is null)
            {
                throw new PodWorkException(problem.EventReason, problem.EventMessage);
            }

            var (places, renewAt) = await parts.VolumesOf(turn.Api, machine).EnsureAsync(pod, update: problem is null, turn.CancellationToken);
            Places = places;
            if (renewAt is { } renewal)
            {
                _step.LookAgain(renewal);
            }
        }
        catch (Exception e) when (e is PodWorkException or IOException or UnauthorizedAccessException or HostCommandException)
        {
            _step.Events.Add((EventRecorder.Warning, "FailedMount", e.Message));
            PrepareLater();
            return false;
        }

        return await EnsureSandboxAsync();
    }

    private Dictionary<string, string> Places { get; set; } = [];

    private void PrepareLater()
    {
        work.Preparation.Tried(turn.Now);
        work.PrepareAgainAt = turn.Now + (work.Preparation.Wait / 10);
        _step.LookAgain(work.PrepareAgainAt.Value);
    }

    private async Task<bool> EnsureSandboxAsync()
    {
        if (_seen.Sandbox is null && !HasAnythingToRun())
        {
            return false;
        }

        if (_seen.Sandbox is null && !await MakeSandboxAsync())
        {
            return false;
        }

        work.PrepareAgainAt = null;
        var address = pod.Flag("spec", "hostNetwork") == true ? machine.Spec.InternalIp : _seen.Sandbox?.Network?.Ip;
        if (string.IsNullOrEmpty(address))
        {
            return false;
        }

        PodAcceptance.SetAddress(_step.Status, address);
        return true;
    }

    /// <summary>False when all containers have ended for good; then the sandbox that they had is not made again.</summary>
    private bool HasAnythingToRun()
    {
        var runs = Runs();
        return pod.Containers().Any(container => !runs.HasEndedForGood(container));
    }

    private async Task<bool> MakeSandboxAsync()
    {
        try
        {
            var attempt = 0U;
            if (_seen.Sandboxes is [var former, ..])
            {
                attempt = former.Metadata.Attempt + 1;
                _step.Events.Add((EventRecorder.Normal, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created."));
                await SandboxRemoval.RemoveAsync(machine.Runtime, _seen.Sandboxes, turn.CancellationToken);
            }

            Directory.CreateDirectory(PodPaths.Of(machine.Paths, pod).LogFolder);
            var config = SandboxConfiguration.Of(parts.Cluster, machine, pod, attempt);
            await machine.Runtime.Pods.RunPodSandboxAsync(new() { Config = config }, cancellationToken: turn.CancellationToken);
            _seen = await ObserveAsync();
            return true;
        }
        catch (RpcException e) when (!turn.CancellationToken.IsCancellationRequested)
        {
            _step.Events.Add((EventRecorder.Warning, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {RuntimeErrors.Describe(e)}"));
            PrepareLater();
            return false;
        }
    }

    private ContainerRuns Runs() => new(parts, turn, _step, pod, machine, work, _seen, Places, wake);

    private Task RunContainersAsync() => new PodContainers(pod, _seen, Runs(), Grace).RunAsync();

    private void WriteStatuses()
    {
        var writer = new ContainerStatusWriter(_seen, work, parts.Moments, run => TerminationMessage.Read(PodPaths.Of(machine.Paths, pod), pod, run));
        var hasInit = pod.InitContainers().Any();
        var begun = pod.Containers().Any(container => _seen.Current(container.Text("name") ?? "") is not null);
        var usual = hasInit && !begun ? "PodInitializing" : "ContainerCreating";
        _step.SetStatuses(Init, pod.InitContainers(), (container, before) => writer.Write(container, before, "PodInitializing", !PodRequests.IsSidecar(container)));
        _step.SetStatuses(Main, pod.Containers(), (container, before) => writer.Write(container, before, usual, isInit: false));
        _step.SetStatuses(Debug, pod.Items("spec", "ephemeralContainers"), (container, before) => writer.Write(container, before, "ContainerCreating", isInit: true));
    }
}
