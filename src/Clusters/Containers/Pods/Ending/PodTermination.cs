namespace Verditer.Clusters.Containers;

/// <summary>A pod's containers being ended, in the background.</summary>
/// <param name="Grace">How long they have.</param>
internal sealed record PodTermination(TimeSpan Grace, Task Work);
