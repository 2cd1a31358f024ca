using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>Tells <c>verditer run --as-node</c> where a node's metadata listener is.</summary>
internal sealed class NodeSocketEndpoint(IMetadataListeners listeners) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/nodes/socket";

    public Task HandleAsync(HttpContext context)
    {
        var node = context.Request.Query["node"].ToString();
        return listeners.FindNodeSocket(node) is { } socket
            ? Answer.JsonAsync(context, new JsonObject { ["node"] = node, ["socket"] = socket })
            : Answer.ErrorAsync(context, new ArmError(404, "NodeNotFound", $"There is no node '{node}'. `kubectl get nodes` lists them."));
    }
}
