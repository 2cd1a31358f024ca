using System.Collections.Concurrent;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What is remembered of a pod between two looks at it. All of it may be lost: a new process makes it anew.</summary>
internal sealed class PodWork(string uid, ObjectKey key)
{
    public string Uid => uid;

    /// <summary>The pod.</summary>
    public ObjectKey Key => key;

    /// <summary>Why a container has not been started: reason and message, by the container's name.</summary>
    public Dictionary<string, WaitingReason> Waiting { get; } = new(StringComparer.Ordinal);

    /// <summary>By the container's name.</summary>
    public Dictionary<string, BackOff> Restarts { get; } = new(StringComparer.Ordinal);

    /// <summary>Making the sandbox, mounting volumes.</summary>
    public BackOff Preparation { get; } = new();

    public DateTimeOffset? PrepareAgainAt { get; set; }

    /// <summary>Probes of containers that run, by the container's id.</summary>
    public ConcurrentDictionary<string, ContainerProbes> Probes { get; } = new(StringComparer.Ordinal);

    public PodTermination? Termination { get; set; }

    public BackOff RestartOf(string container)
    {
        if (!Restarts.TryGetValue(container, out var backOff))
        {
            Restarts[container] = backOff = new();
        }

        return backOff;
    }

    public void EndProbes(Func<string, bool> which)
    {
        foreach (var id in Probes.Keys.Where(which).ToList())
        {
            if (Probes.TryRemove(id, out var probes))
            {
                probes.Dispose();
            }
        }
    }
}

/// <param name="Reason">Such as <c>ImagePullBackOff</c>.</param>
internal sealed record WaitingReason(string Reason, string? Message);
