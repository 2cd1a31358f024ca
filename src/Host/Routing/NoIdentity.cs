using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>
/// Instance metadata for a caller that is no machine: the host has no identity. Source: the errors of
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
/// </summary>
internal sealed class NoIdentity(IRefusalLog refusals)
{
    private const string NotFound = "Identity not found";

    public Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!headers["Metadata"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase) || headers.ContainsKey("X-Forwarded-For"))
        {
            return RefuseAsync(context, "Required metadata header not specified");
        }

        var id = Guid.NewGuid().ToString();
        refusals.Add(new(id, id, RefusalSurface.InstanceMetadata, context.Request.Method, context.Request.Path.Value ?? "/", 400, "invalid_request", NotFound)
        { Facts = new Dictionary<string, string> { [RefusalFacts.CarriedIdentities] = "", [RefusalFacts.Machine] = "host" } });
        context.Response.Headers["x-ms-request-id"] = id;
        return RefuseAsync(context, NotFound);
    }

    private static Task RefuseAsync(HttpContext context, string description) =>
        Answer.JsonAsync(context, new JsonObject { ["error"] = "invalid_request", ["error_description"] = description }, 400);
}
