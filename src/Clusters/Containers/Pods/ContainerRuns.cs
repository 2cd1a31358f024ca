using System.Text.Json.Nodes;
using Grpc.Core;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Starts, keeps and ends single containers of a pod.</summary>
internal sealed class ContainerRuns(
    KubeletParts parts, Turn turn, PodStep step, JsonObject pod, NodeMachine machine, PodWork work, PodObservation seen, IReadOnlyDictionary<string, string> places, Action wake)
{
    private static readonly string[] StatusLists = ["containerStatuses", "initContainerStatuses"];

    /// <summary>Its startup probe has succeeded, or it has none.</summary>
    public bool HasStarted(ObservedContainer run) => work.Probes.TryGetValue(run.Status.Id, out var probes) && probes.HasStarted;

    /// <summary>It ended and is not to be started again.</summary>
    public bool HasEndedForGood(JsonObject container)
    {
        if (seen.Latest(NameOf(container)) is { } latest)
        {
            return latest.HasEnded && !RestartPolicy.Restarts(pod, container, latest.Status.ExitCode);
        }

        var before = step.StatusOf("containerStatuses", container);
        return before.Number("state", "terminated", "exitCode") is { } code && !RestartPolicy.Restarts(pod, container, code);
    }

    public async Task RemoveSurplusAsync()
    {
        foreach (var id in seen.Surplus)
        {
            await machine.Runtime.Pods.RemoveContainerAsync(new() { ContainerId = id }, cancellationToken: turn.CancellationToken);
        }
    }

    /// <summary>Brings a container that is to run on to run.</summary>
    public async Task KeepAsync(JsonObject container, TimeSpan grace)
    {
        switch (seen.Current(NameOf(container)))
        {
            case null when !HasEndedForGood(container):
                await StartAsync(container);
                break;
            case { IsRunning: true } run:
                await KeepRunningAsync(container, run, grace);
                break;
            case { HasEnded: true } run when RestartPolicy.Restarts(pod, container, run.Status.ExitCode):
                await RestartAsync(container, run);
                break;
            case { Status.State: ContainerState.ContainerCreated or ContainerState.ContainerUnknown } run:
                // This process ended between making and starting it.
                await machine.Runtime.Pods.RemoveContainerAsync(new() { ContainerId = run.Status.Id }, cancellationToken: turn.CancellationToken);
                step.LookAgain(turn.Now);
                break;
        }
    }

    public async Task EndAsync(JsonObject container, TimeSpan grace)
    {
        if (seen.Current(NameOf(container)) is { IsRunning: true } run)
        {
            await new ContainerKiller(parts, machine, pod).KillAsync(container, run, grace, turn.CancellationToken);
        }
    }

    /// <summary>Starts it again, once its wait is over.</summary>
    public async Task RestartAsync(JsonObject container, ObservedContainer run)
    {
        var name = NameOf(container);
        var backOff = work.RestartOf(name);
        var due = backOff.Until(parts.Moments.Of(run.Status.FinishedAt));
        if (due > turn.Now)
        {
            var wait = $"{(backOff.Wait.TotalMinutes >= 1 ? $"{(int)backOff.Wait.TotalMinutes}m" : "")}{backOff.Wait.Seconds}s";
            var message = $"back-off {wait} restarting failed container={name} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})";
            if (work.Waiting.GetValueOrDefault(name)?.Reason != "CrashLoopBackOff")
            {
                step.Events.Add((EventRecorder.Warning, "BackOff", $"Back-off restarting failed container {name} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})"));
            }

            work.Waiting[name] = new("CrashLoopBackOff", message);
            step.LookAgain(due);
            return;
        }

        if (await StartAsync(container))
        {
            backOff.Tried(turn.Now);
        }
    }

    /// <returns>True when it was started.</returns>
    public async Task<bool> StartAsync(JsonObject container)
    {
        var name = NameOf(container);
        try
        {
            if (await PrepareAsync(container) is not { } config)
            {
                return false;
            }

            var sandbox = SandboxConfiguration.Of(parts.Cluster, machine, pod, seen.Sandbox!.Metadata.Attempt);
            var made = await CallAsync("CreateContainerError", machine.Runtime.Pods.CreateContainerAsync(
                new() { PodSandboxId = seen.Sandbox.Id, Config = config, SandboxConfig = sandbox }, cancellationToken: turn.CancellationToken));
            parts.Owners[made.ContainerId] = pod.Uid();
            step.Events.Add((EventRecorder.Normal, "Created", $"Created container: {name}"));
            await CallAsync("RunContainerError", machine.Runtime.Pods.StartContainerAsync(new() { ContainerId = made.ContainerId }, cancellationToken: turn.CancellationToken));
            step.Events.Add((EventRecorder.Normal, "Started", $"Started container {name}"));
            work.Waiting.Remove(name);
            StartProbes(container, made.ContainerId);
            await RunHookAsync(container, made.ContainerId);
            return true;
        }
        catch (PodWorkException e)
        {
            step.Events.Add((EventRecorder.Warning, "Failed", $"Error: {e.Message}"));
            work.Waiting[name] = new(e.Reason, e.Message);
            step.LookAgain(turn.Now + TimeSpan.FromSeconds(10));
            return false;
        }
    }

    private async Task KeepRunningAsync(JsonObject container, ObservedContainer run, TimeSpan grace)
    {
        var name = NameOf(container);
        work.Waiting.Remove(name);
        StartProbes(container, run.Status.Id);
        var why = work.Probes.GetValueOrDefault(run.Status.Id)?.Lethal is { } probe ? $"Container {name} failed {probe}, will be restarted"
            : run.Status.Annotations.TryGetValue(PodLabels.AskedImage, out var asked) && asked != container.Text("image") ? $"Container {name} definition changed, will be restarted"
            : null;
        if (why is not null)
        {
            step.Events.Add((EventRecorder.Normal, "Killing", why));
            work.EndProbes(id => id == run.Status.Id);
            var time = ProbeGrace(container) ?? grace;
            await new ContainerKiller(parts, machine, pod).KillAsync(container, run, time, turn.CancellationToken);
            step.LookAgain(turn.Now);
        }
        else if (step.StatusOf("containerStatuses", container) is { } before && before.ContainsKey("allocatedResources") && ContainerStatuses.Resized(container, before) is not null)
        {
            var resources = ContainerResources.Of(pod, container, machine.Spec.MemoryBytes);
            await machine.Runtime.Pods.UpdateContainerResourcesAsync(new() { ContainerId = run.Status.Id, Linux = resources }, cancellationToken: turn.CancellationToken);
        }
    }

    private static TimeSpan? ProbeGrace(JsonObject container) =>
        (container.At("livenessProbe", "terminationGracePeriodSeconds") ?? container.At("startupProbe", "terminationGracePeriodSeconds")).Long() is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>What the runtime is to be told; null where the container has to wait, and for what is said.</summary>
    private async Task<ContainerConfig?> PrepareAsync(JsonObject container)
    {
        var name = NameOf(container);
        if (PodPrerequisites.FindContainerProblem(turn.Api, pod, container) is { } problem)
        {
            Wait(name, new(problem.WaitingReason, problem.Message));
            step.Events.Add((EventRecorder.Warning, problem.EventReason, problem.EventMessage));
            step.LookAgain(turn.Now + TimeSpan.FromSeconds(10));
            return null;
        }

        var image = await parts.Images.EnsureAsync(
            turn.Api, machine, pod, container, (type, reason, message) => step.Events.Add((type, reason, message)), wake, turn.CancellationToken);
        if (image.LookAgainAt is { } due)
        {
            step.LookAgain(due);
        }

        if (image.Image is null)
        {
            Wait(name, image.Waiting);
            return null;
        }

        RequireUser(container, image.Image);
        var attempt = NextAttempt(container);
        var described = pod.Copy();
        described["status"] = step.Status.Copy();
        var environment = ContainerEnvironment.Of(turn.Api, described, container);
        var mounts = ContainerMounts.Make(
            PodPaths.Of(machine.Paths, pod), described, container, attempt, places, text => VariableText.Expand(text, environment.GetValueOrDefault));
        var target = container.Text("targetContainerName") is { Length: > 0 } seenContainer ? seen.Current(seenContainer)?.Status.Id : null;
        return ContainerConfiguration.Of(turn.Api, machine, described, container, attempt, mounts, target);
    }

    private void Wait(string container, WaitingReason? reason)
    {
        if (reason is null)
        {
            work.Waiting.Remove(container);
        }
        else
        {
            work.Waiting[container] = reason;
        }
    }

    private uint NextAttempt(JsonObject container)
    {
        if (seen.Latest(NameOf(container)) is { } latest)
        {
            return latest.Attempt + 1;
        }

        var before = StatusLists.Select(list => step.StatusOf(list, container)).FirstOrDefault(status => status is not null);
        return before.Text("containerID") is null ? 0 : (uint)(before.Number("restartCount") ?? 0) + 1;
    }

    /// <exception cref="PodWorkException">The pod must not run as root, and would.</exception>
    private void RequireUser(JsonObject container, Image image)
    {
        var (own, shared) = (container.At("securityContext"), pod.At("spec", "securityContext"));
        if ((own.Flag("runAsNonRoot") ?? shared.Flag("runAsNonRoot")) != true)
        {
            return;
        }

        var user = (own.At("runAsUser") ?? shared.At("runAsUser")).Long();
        var problem = user is { } chosen ? chosen == 0 ? "container's runAsUser breaks non-root policy" : null
            : image.Uid is { } id ? id.Value == 0 ? "container has runAsNonRoot and image will run as root" : null
            : image.Username.Length > 0 ? $"container has runAsNonRoot and image has non-numeric user ({image.Username}), cannot verify user is non-root"
            : "container has runAsNonRoot and image will run as root";
        if (problem is not null)
        {
            throw new PodWorkException("CreateContainerConfigError", $"{problem} (pod: \"{pod.Name()}_{pod.Namespace()}({pod.Uid()})\", container: {NameOf(container)})");
        }
    }

    private void StartProbes(JsonObject container, string id)
    {
        var check = new ProbeCheck(machine, container, id, step.Status.Text("podIP") ?? "");
        var said = StatusLists.Select(list => step.StatusOf(list, container)).FirstOrDefault(status => status.Text("containerID")?.EndsWith(id, StringComparison.Ordinal) == true);
        work.Probes.GetOrAdd(id, _ => new(container, said, check, parts.HostTime, Unhealthy, wake));
        work.EndProbes(other => other != id && !seen.Running.Any(run => run.Status.Id == other) && seen.Containers.Values.Any(runs => runs.Any(run => run.Status.Id == other)));

        void Unhealthy(string message) => _ = turn.EventAsync(pod, Kinds.Pods, EventRecorder.Warning, "Unhealthy", message, machine.Name);
    }

    private async Task RunHookAsync(JsonObject container, string id)
    {
        if (container.At("lifecycle", "postStart") is not JsonObject hook)
        {
            return;
        }

        var check = new ProbeCheck(machine, container, id, step.Status.Text("podIP") ?? "");
        var result = await LifecycleHooks.RunAsync(check, hook, TimeSpan.FromMinutes(2), parts.HostTime, turn.CancellationToken);
        if (!result.Succeeded)
        {
            step.Events.Add((EventRecorder.Warning, "FailedPostStartHook", $"PostStartHook failed: {result.Output}"));
            await machine.Runtime.Pods.StopContainerAsync(new() { ContainerId = id, Timeout = 2 }, cancellationToken: turn.CancellationToken);
        }
    }

    private async Task<T> CallAsync<T>(string reason, AsyncUnaryCall<T> call)
    {
        try
        {
            return await call;
        }
        catch (RpcException e) when (!turn.CancellationToken.IsCancellationRequested)
        {
            throw new PodWorkException(reason, e.Status.Detail);
        }
    }

    private static string NameOf(JsonObject container) => container.Text("name") ?? "";
}
