using Grpc.Core;
using Verditer.Clusters.Containers.Cri;

namespace Verditer.Clusters.Containers;

/// <summary>What the runtime has of one pod.</summary>
/// <param name="Sandboxes">The newest first.</param>
/// <param name="Sandbox">The newest, where it is ready.</param>
/// <param name="Containers">By name, each with its runs, the newest first; at most the last two of each.</param>
internal sealed record PodObservation(
    IReadOnlyList<PodSandbox> Sandboxes, PodSandboxStatus? Sandbox, IReadOnlyDictionary<string, IReadOnlyList<ObservedContainer>> Containers)
{
    private const int Remembered = 2;

    /// <summary>Runs that nobody asks for any more.</summary>
    public IReadOnlyList<string> Surplus { get; init; } = [];

    /// <summary>The newest run of a container; null where there is none.</summary>
    public ObservedContainer? Latest(string container) => Containers.TryGetValue(container, out var runs) ? runs[0] : null;

    /// <summary>The newest run, if it belongs to the present sandbox.</summary>
    public ObservedContainer? Current(string container) => Latest(container) is { } latest && latest.SandboxId == Sandbox?.Id ? latest : null;

    public IEnumerable<ObservedContainer> Running => Containers.Values.SelectMany(runs => runs).Where(run => run.Status.State == ContainerState.ContainerRunning);

    public static async Task<PodObservation> ReadAsync(RuntimeConnection runtime, string uid, CancellationToken cancellationToken)
    {
        var sandboxes = await runtime.Pods.ListPodSandboxAsync(
            new() { Filter = new() { LabelSelector = { [PodLabels.Uid] = uid } } }, cancellationToken: cancellationToken);
        var newest = sandboxes.Items.OrderByDescending(sandbox => sandbox.CreatedAt).ToList();
        PodSandboxStatus? ready = null;
        if (newest is [{ State: PodSandboxState.SandboxReady } first, ..])
        {
            ready = (await runtime.Pods.PodSandboxStatusAsync(new() { PodSandboxId = first.Id }, cancellationToken: cancellationToken)).Status;
            ready = ready.State == PodSandboxState.SandboxReady ? ready : null;
        }

        var listed = await runtime.Pods.ListContainersAsync(
            new() { Filter = new() { LabelSelector = { [PodLabels.Uid] = uid } } }, cancellationToken: cancellationToken);
        List<string> surplus = [];
        Dictionary<string, IReadOnlyList<ObservedContainer>> containers = [];
        foreach (var runs in listed.Containers.GroupBy(container => container.Metadata.Name))
        {
            List<ObservedContainer> observed = [];
            var ordered = runs.OrderByDescending(run => run.CreatedAt).ToList();
            surplus.AddRange(ordered.Skip(Remembered).Select(run => run.Id));
            foreach (var run in ordered.Take(Remembered))
            {
                if (await FindStatusAsync(runtime, run.Id, cancellationToken) is { } status)
                {
                    observed.Add(new(run.PodSandboxId, status));
                }
            }

            if (observed.Count > 0)
            {
                containers[runs.Key] = observed;
            }
        }

        return new(newest, ready, containers) { Surplus = surplus };
    }

    private static async Task<ContainerStatus?> FindStatusAsync(RuntimeConnection runtime, string id, CancellationToken cancellationToken)
    {
        try
        {
            return (await runtime.Pods.ContainerStatusAsync(new() { ContainerId = id }, cancellationToken: cancellationToken)).Status;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}

/// <summary>One run of a container.</summary>
internal sealed record ObservedContainer(string SandboxId, ContainerStatus Status)
{
    public bool IsRunning => Status.State == ContainerState.ContainerRunning;

    public bool HasEnded => Status.State == ContainerState.ContainerExited;

    /// <summary>How often it was started before.</summary>
    public uint Attempt => Status.Metadata.Attempt;
}
