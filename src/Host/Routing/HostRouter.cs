using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Verditer.Host;

/// <summary>The parts that answer, each for its hosts.</summary>
internal sealed record HostParts
{
    public required RequestDelegate Origin { get; init; }

    public required RequestDelegate ResourceManager { get; init; }

    public required RequestDelegate Directory { get; init; }

    public required RequestDelegate Graph { get; init; }

    public required RequestDelegate ExtensionIndex { get; init; }

    public required RequestDelegate InstanceMetadata { get; init; }

    public required RequestDelegate ContainerRegistry { get; init; }

    public required RequestDelegate ClusterIssuer { get; init; }

    public required RequestDelegate Admin { get; init; }
}

/// <summary>Gives each request to the part that answers for its host.</summary>
internal sealed class HostRouter
{
    private readonly HostTable _hosts;
    private readonly RequestDelegate _admin;
    private readonly Dictionary<ServedBy, RequestDelegate> _parts;

    public HostRouter(HostTable hosts, HostParts parts)
    {
        _hosts = hosts;
        _admin = parts.Admin;
        _parts = new()
        {
            [ServedBy.Origin] = parts.Origin,
            [ServedBy.ResourceManager] = parts.ResourceManager,
            [ServedBy.Directory] = parts.Directory,
            [ServedBy.Graph] = parts.Graph,
            [ServedBy.ExtensionIndex] = parts.ExtensionIndex,
            [ServedBy.InstanceMetadata] = parts.InstanceMetadata,
            [ServedBy.ClusterIssuer] = parts.ClusterIssuer,
            [ServedBy.RetiredGraph] = c => Answer.ErrorAsync(c, HostErrors.RetiredGraph(c.Request.Host.Host)),
            [ServedBy.Telemetry] = Swallow,
            [ServedBy.ClusterApi] = c => Answer.ErrorAsync(c, HostErrors.ClusterApi(c.Request.Host.Host)),
            [ServedBy.ContainerRegistry] = parts.ContainerRegistry,
            [ServedBy.UnservedAzure] = c => Answer.ErrorAsync(c, HostErrors.Unserved(c.Request.Host.Host)),
            [ServedBy.AllowedHost] = c => Answer.ErrorAsync(c, HostErrors.PlainProxy(c.Request.Host.Host)),
            [ServedBy.Nobody] = Refuse,
        };
    }

    public Task HandleAsync(HttpContext context) => context.Features.Get<AdminConnection>() is null
        ? _parts[_hosts.Find(context.Request.Host.Host)](context)
        : _admin(context);

    private static Task Refuse(HttpContext context)
    {
        var host = context.Request.Host.Host;
        if (context.Features.Get<IHttpResponseFeature>() is { } response && IsPrintable(host))
        {
            response.ReasonPhrase = ProxyAnswers.Reason(host);
        }

        return Answer.ErrorAsync(context, HostErrors.Refused(host));
    }

    private static bool IsPrintable(string host) => host.All(c => c is > ' ' and < (char)127);

    /// <summary>What clients report about their own use is taken and thrown away.</summary>
    private static Task Swallow(HttpContext context) => Answer.JsonAsync(context, new System.Text.Json.Nodes.JsonObject
    {
        ["itemsReceived"] = 0,
        ["itemsAccepted"] = 0,
        ["errors"] = new System.Text.Json.Nodes.JsonArray(),
    });
}
