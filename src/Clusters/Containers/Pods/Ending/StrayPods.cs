using Verditer.Clusters.Containers.Cri;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Pods that a node still has and the API does not: deleted by force, or while nobody looked.</summary>
internal static class StrayPods
{
    /// <param name="name">Only pods of this name; null for all.</param>
    public static async Task RemoveAsync(KubeletParts parts, IObjectClient api, NodeMachine machine, ObjectKey? name, CancellationToken cancellationToken)
    {
        var filter = new PodSandboxFilter();
        if (name is { } key)
        {
            filter.LabelSelector[PodLabels.Namespace] = key.Namespace ?? "";
            filter.LabelSelector[PodLabels.Name] = key.Name;
        }

        var sandboxes = await machine.Runtime.Pods.ListPodSandboxAsync(new() { Filter = filter }, cancellationToken: cancellationToken);
        foreach (var stray in sandboxes.Items.Where(sandbox => !IsWanted(api, machine.Name, sandbox.Metadata)).GroupBy(sandbox => sandbox.Metadata.Uid))
        {
            var of = stray.First().Metadata;
            await SandboxRemoval.RemovePodAsync(machine, parts.VolumesOf(api, machine), new(machine.Paths, of.Namespace, of.Name, of.Uid), of.Uid, stray, cancellationToken);
        }
    }

    private static bool IsWanted(IObjectClient api, string node, PodSandboxMetadata sandbox) =>
        api.Find(Kinds.Pods, sandbox.Namespace, sandbox.Name) is { } pod && pod.Uid() == sandbox.Uid && pod.NodeName() == node;
}
