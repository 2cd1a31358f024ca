namespace Verditer.Registry;

/// <summary>The collections of the store that belong to the registries.</summary>
internal static class Collections
{
    public const string Repositories = "registry.repositories";
    public const string Tags = "registry.tags";
    public const string Manifests = "registry.manifests";

    /// <summary>The bytes of manifests, under the same keys.</summary>
    public const string ManifestBodies = "registry.manifestBodies";
    public const string Links = "registry.links";
    public const string Uploads = "registry.uploads";
    public const string Keys = "registry.keys";

    /// <summary>Those whose keys begin with a login server.</summary>
    public static readonly IReadOnlyList<string> OfRegistry = [Repositories, Tags, Manifests, ManifestBodies, Links, Uploads];
}
