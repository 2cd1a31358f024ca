namespace Verditer.Directory;

/// <summary>What a token is for.</summary>
/// <param name="Audience">The token's <c>aud</c>.</param>
/// <param name="Version">1 or 2: the resource decides the token's form, not the endpoint.</param>
internal readonly record struct ResolvedResource(string Audience, int Version)
{
    /// <summary>The API's service principal where it is an application of the tenant's own; null for Azure's.</summary>
    public ServicePrincipalRecord? Api { get; init; }
}

/// <summary>Finds the API that a client names by <c>resource</c>, or by <c>scope</c> without <c>/.default</c>.</summary>
internal sealed class ResourceResolver(DirectoryIndex index)
{
    /// <param name="origin">The address at which the client reached the directory: on a private cloud it stands for Resource Manager and Graph, and its <c>/graph</c> for Graph.</param>
    public ResolvedResource? Resolve(string tenantId, string resource, string? origin)
    {
        if (ProtectedResource.Find(resource) is { } known)
        {
            return known.Version == 2 ? new(known.AppId, 2) : new(resource, 1);
        }

        if (origin is not null && resource.StartsWith(origin, StringComparison.OrdinalIgnoreCase))
        {
            return resource[origin.Length..].ToLowerInvariant() switch
            {
                "" or "/" => new(PrivateCloud.Audience, 1),
                "/graph" or "/graph/" => new(ProtectedResource.Graph.Uris[0] + "/", 1),
                _ => null,
            };
        }

        if (index.ServicePrincipalsByName.Find(DirectoryIndex.Key(tenantId, resource.TrimEnd('/'))) is not { } principal)
        {
            return null;
        }

        var version = index.ApplicationsByAppId.Find(DirectoryIndex.Key(tenantId, principal.AppId))?.TokenVersion ?? 1;
        return new(version == 2 ? principal.AppId : resource, version == 2 ? 2 : 1) { Api = principal.FirstParty ? null : principal };
    }
}
