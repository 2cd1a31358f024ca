using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Verditer.Clusters.Containers;

/// <summary>What a kubelet works with, whatever the pod.</summary>
/// <param name="Time">Verditer's clock.</param>
internal sealed record KubeletParts(
    ClusterFacts Cluster, ImagePuller Images, IPersistentVolumeMounts? Disks, TimeProvider Time, TimeProvider HostTime, ILogger Logger)
{
    public ConcurrentDictionary<string, PodToken> Tokens { get; } = new(StringComparer.Ordinal);

    /// <summary>Which pod a sandbox or a container belongs to, by its id.</summary>
    public ConcurrentDictionary<string, string> Owners { get; } = new(StringComparer.Ordinal);

    public HostMoments Moments => new(Time.GetUtcNow(), HostTime.GetUtcNow());

    public PodVolumes VolumesOf(IObjectClient api, NodeMachine machine) => new(api, machine, Disks, Tokens, Time, HostTime);
}
