namespace Verditer.Registry;

/// <summary>The kinds of manifests that are kept.</summary>
/// <remarks>Source: https://github.com/opencontainers/image-spec/blob/main/media-types.md and https://github.com/distribution/distribution/blob/main/docs/content/spec/manifest-v2-2.md</remarks>
internal static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerList = "application/vnd.docker.distribution.manifest.list.v2+json";

    private static readonly string[] Manifests = [OciManifest, OciIndex, DockerManifest, DockerList];

    /// <summary>Layers that are fetched from elsewhere and may be absent.</summary>
    private static readonly string[] NotDistributed =
    [
        "application/vnd.oci.image.layer.nondistributable.v1.tar", "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip",
        "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip",
    ];

    public static bool IsManifest(string mediaType) => Manifests.Contains(mediaType, StringComparer.Ordinal);

    public static bool IsIndex(string mediaType) => mediaType is OciIndex or DockerList;

    public static bool MayBeAbsent(string mediaType) => NotDistributed.Contains(mediaType, StringComparer.Ordinal);
}
