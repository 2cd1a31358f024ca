using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>The versions that clusters can run: the engine's. An upgrade goes up, and one minor version at a time.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/aks/upgrade-cluster</remarks>
internal sealed class KubernetesVersions(IClusterEngine engine)
{
    /// <summary>Newest first.</summary>
    public IReadOnlyList<KubernetesVersion> All { get; } =
        [.. engine.KubernetesVersions.Select(v => KubernetesVersion.Parse(v)!.Value).OrderDescending()];

    /// <summary>What a cluster gets when none is asked for: the newest patch of the newest minor version but one.</summary>
    public KubernetesVersion Default => All.FirstOrDefault(v => v.Minor < All[0].Minor, All[0]);

    /// <summary>The version that a request means: empty for the default, <c>1.32</c> for the newest patch of it.</summary>
    public KubernetesVersion? Find(string? asked) => string.IsNullOrEmpty(asked)
        ? Default
        : All.Cast<KubernetesVersion?>().FirstOrDefault(v => v.ToString() == asked || v!.Value.MinorText == asked);

    public IEnumerable<KubernetesVersion> UpgradesFrom(KubernetesVersion current) =>
        All.Where(v => v.CompareTo(current) > 0 && v.Major == current.Major && v.Minor <= current.Minor + 1);

    public static ArmError Unsupported(string asked) => new ArmError(400, "K8sVersionNotSupported",
        $"Version {asked} is not supported in this region. Please use [az aks get-versions] command to get the supported version list in this region. For more information, please check https://aka.ms/supported-version-list", "kubernetesVersion");
}
