namespace Verditer.Registry;

/// <summary>All that the registry serves behind its gate. The first route that fits is taken.</summary>
internal sealed class RouteTable
{
    private static readonly Func<string, IReadOnlyList<WantedRight>> Known = _ => [];
    private static readonly Func<string, IReadOnlyList<WantedRight>> Catalog = _ => [WantedRight.OnCatalog];
    private static readonly Func<string, IReadOnlyList<WantedRight>> Pull = name => [WantedRight.On(name, DataAction.Pull)];
    private static readonly Func<string, IReadOnlyList<WantedRight>> Push = name => [WantedRight.On(name, DataAction.Push), WantedRight.On(name, DataAction.Pull)];
    private static readonly Func<string, IReadOnlyList<WantedRight>> Delete = name => [WantedRight.On(name, DataAction.Delete)];
    private static readonly Func<string, IReadOnlyList<WantedRight>> MetadataRead = name => [WantedRight.On(name, DataAction.MetadataRead)];
    private static readonly Func<string, IReadOnlyList<WantedRight>> MetadataWrite = name => [WantedRight.On(name, DataAction.MetadataWrite)];

    private readonly IReadOnlyList<Route> _all;

    public RouteTable(
        BlobEndpoints blobs, UploadEndpoints uploads, ManifestEndpoints manifests, ListEndpoints lists, RepositoryEndpoints repositories, TagEndpoints tags,
        ManifestMetadataEndpoints metadata)
    {
        _all =
        [
            new("GET", "/v2", Known, ListEndpoints.Base),
            new("GET", "/v2/_catalog", Catalog, lists.Catalog),
            new("GET", "/v2/{name}/tags/list", MetadataRead, lists.Tags),
            new("GET", "/v2/{name}/referrers/{reference}", Pull, lists.Referrers),
            new("GET", "/v2/{name}/manifests/{reference}", Pull, manifests.GetAsync),
            new("PUT", "/v2/{name}/manifests/{reference}", Push, manifests.PutAsync),
            new("DELETE", "/v2/{name}/manifests/{reference}", Delete, manifests.DeleteAsync),
            new("POST", "/v2/{name}/blobs/uploads", Push, uploads.StartAsync),
            new("GET", "/v2/{name}/blobs/uploads/{reference}", Push, uploads.ShowAsync),
            new("PATCH", "/v2/{name}/blobs/uploads/{reference}", Push, uploads.AppendAsync),
            new("PUT", "/v2/{name}/blobs/uploads/{reference}", Push, uploads.FinishAsync),
            new("DELETE", "/v2/{name}/blobs/uploads/{reference}", Push, uploads.CancelAsync),
            new("GET", "/v2/{name}/blobs/{reference}", Pull, blobs.GetAsync),
            new("DELETE", "/v2/{name}/blobs/{reference}", Delete, blobs.DeleteAsync),
            new("GET", "/acr/v1/_catalog", Catalog, lists.Catalog),
            new("GET", "/acr/v1/{name}/_tags", MetadataRead, tags.ListAsync),
            new("GET", "/acr/v1/{name}/_tags/{reference}", MetadataRead, tags.ShowAsync),
            new("PATCH", "/acr/v1/{name}/_tags/{reference}", MetadataWrite, tags.ChangeAsync),
            new("DELETE", "/acr/v1/{name}/_tags/{reference}", Delete, tags.DeleteAsync),
            new("GET", "/acr/v1/{name}/_manifests", MetadataRead, metadata.ListAsync),
            new("GET", "/acr/v1/{name}/_manifests/{reference}", MetadataRead, metadata.ShowAsync),
            new("PATCH", "/acr/v1/{name}/_manifests/{reference}", MetadataWrite, metadata.ChangeAsync),
            new("GET", "/acr/v1/{name}", MetadataRead, repositories.ShowAsync),
            new("PATCH", "/acr/v1/{name}", MetadataWrite, repositories.ChangeAsync),
            new("DELETE", "/acr/v1/{name}", Delete, repositories.DeleteAsync),
        ];
    }

    /// <summary>The route of a request with what its path names; the refusal where there is none.</summary>
    public Outcome<RouteMatch> Find(string method, string path)
    {
        string[] segments = path.Replace("%2f", "/", StringComparison.OrdinalIgnoreCase).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var asked = method == "HEAD" ? "GET" : method;
        string? pattern = null;
        foreach (var route in _all)
        {
            if ((pattern is null || route.Path == pattern) && route.Match(segments) is var (repository, reference))
            {
                pattern = route.Path;
                if (route.Method == asked)
                {
                    return repository.Length > 0 && !ContentNames.IsRepository(repository)
                        ? RegistryErrors.RepositoryInvalid(repository)
                        : new RouteMatch(route, repository, reference);
                }
            }
        }

        return pattern is null ? RegistryErrors.NoSuchPath : RegistryErrors.Unsupported;
    }
}

/// <summary>A route, and what the path named.</summary>
internal sealed record RouteMatch(Route Route, string Repository, string Reference);
