using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>Verditer's own port: everything by path, for clients that cannot use a proxy.</summary>
internal sealed class OriginRouter(
    RequestDelegate resourceManager, RequestDelegate directory, RequestDelegate graph, RequestDelegate extensionIndex, RequestDelegate clusterIssuers)
{
    private static readonly Dictionary<string, Part> ByFirstSegment = new(StringComparer.OrdinalIgnoreCase)
    {
        ["subscriptions"] = Part.ResourceManager,
        ["tenants"] = Part.ResourceManager,
        ["providers"] = Part.ResourceManager,
        ["batch"] = Part.ResourceManager,
        ["metadata"] = Part.ResourceManager,
        ["v1.0"] = Part.Graph,
        ["beta"] = Part.Graph,
        ["oidc"] = Part.Graph,
        [ExtensionIndexEndpoint.IndexName] = Part.ExtensionIndex,
        [ExtensionIndexEndpoint.Wheels] = Part.ExtensionIndex,
        [ClusterIssuerDocuments.OriginPath] = Part.ClusterIssuers,
        ["healthz"] = Part.Health,
        ["verditer"] = Part.Version,
    };

    private enum Part
    {
        Directory,
        ResourceManager,
        Graph,
        ExtensionIndex,
        ClusterIssuers,
        Health,
        Version,
    }

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        var end = path.IndexOf('/', 1);
        var first = path.Length < 2 ? "" : end < 0 ? path[1..] : path[1..end];
        return ByFirstSegment.GetValueOrDefault(first, Part.Directory) switch
        {
            Part.ResourceManager => resourceManager(context),
            Part.Graph => graph(context),
            Part.ExtensionIndex => extensionIndex(context),
            Part.ClusterIssuers => clusterIssuers(context),
            Part.Health => HealthEndpoints.HealthAsync(context),
            Part.Version => HealthEndpoints.VersionAsync(context),
            _ => first.Length == 0 ? HealthEndpoints.VersionAsync(context) : directory(context),
        };
    }
}
