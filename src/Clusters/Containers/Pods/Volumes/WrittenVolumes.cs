using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers;

/// <summary>Volumes whose files the node writes. Containers get them read-only, whatever their mounts say, as from a kubelet: its own files are never a container's to change.</summary>
internal static class WrittenVolumes
{
    private static readonly string[] Kinds = ["configMap", "secret", "downwardAPI", "projected"];

    public static bool Has(JsonObject volume) => Array.Exists(Kinds, kind => volume[kind] is not null);
}
