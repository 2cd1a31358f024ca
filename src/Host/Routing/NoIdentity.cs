using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>
/// Instance metadata for a caller that is no machine: the host has no identity. Source: the errors of
/// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
/// </summary>
internal static class NoIdentity
{
    public static Task HandleAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        if (!headers["Metadata"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase) || headers.ContainsKey("X-Forwarded-For"))
        {
            return RefuseAsync(context, "Required metadata header not specified");
        }

        return RefuseAsync(context, "Identity not found");
    }

    private static Task RefuseAsync(HttpContext context, string description) =>
        Answer.JsonAsync(context, new JsonObject { ["error"] = "invalid_request", ["error_description"] = description }, 400);
}
