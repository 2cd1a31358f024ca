namespace Verditer.Clusters.Embedded;

/// <summary>The Kubernetes versions that an embedded cluster says it is. It serves the API of 1.32 whichever is chosen.</summary>
internal static class SupportedVersions
{
    /// <summary>Newest first.</summary>
    public static readonly IReadOnlyList<string> All = ["1.33.2", "1.32.6", "1.31.10", "1.30.14"];
}
