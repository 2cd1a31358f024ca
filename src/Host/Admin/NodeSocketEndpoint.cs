using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>Tells <c>verditer run --as-node</c> where a machine's metadata listener is.</summary>
internal sealed class NodeSocketEndpoint(IMetadataListeners listeners) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/nodes/socket";

    public async Task HandleAsync(HttpContext context)
    {
        var node = context.Request.Query["node"].ToString();
        await (await listeners.FindMachineAsync(node, context.RequestAborted) is { } socket
            ? Answer.JsonAsync(context, new JsonObject { ["node"] = node, ["socket"] = socket.Path, ["identityHeader"] = socket.IdentityHeader })
            : Answer.ErrorAsync(context, new ArmError(404, "NodeNotFound",
                $"There is no node '{node}'. `kubectl get nodes` lists them; a virtual machine or an instance of a scale set goes by its resource id.")));
    }
}
