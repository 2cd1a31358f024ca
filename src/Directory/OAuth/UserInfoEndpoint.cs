using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>OpenID Connect's userinfo: who the bearer of a token for Graph is.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/userinfo</remarks>
internal sealed class UserInfoEndpoint(DirectoryIndex index, ITokenValidator validator, GraphRefusals refusals)
{
    private const string Bearer = "Bearer ";

    public Task HandleAsync(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var token = header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..] : "";
        return validator.Validate(token, Audience.Graph).TryGet(out var caller, out var error)
            ? index.Users.Find(DirectoryIndex.Key(caller.TenantId, caller.ObjectId)) is { } user
                ? OAuthResponse.WriteAsync(context, 200, Describe(user))
                : RefuseAsync(context, caller, new(403, "Forbidden", "The token is of an application, not of a user."))
            : RefuseAsync(context, null, error);
    }

    private static JsonObject Describe(UserRecord user)
    {
        JsonObject described = new() { ["sub"] = PairwiseSubject.Of(user, ProtectedResource.Graph.AppId), ["name"] = user.DisplayName };
        foreach (var (claim, property) in new[] { ("family_name", "surname"), ("given_name", "givenName"), ("email", "mail") })
        {
            if (user.Extra.Text(property) is { } value)
            {
                described[claim] = value;
            }
        }

        described["picture"] = "https://graph.microsoft.com/v1.0/me/photo/$value";
        return described;
    }

    private Task RefuseAsync(HttpContext context, Caller? caller, ArmError error)
    {
        var ids = GraphRequestIds.Of(context);
        var kept = refusals.Keep(context.Request.Method, context.Request.Path, ids, caller, new(error.Status, error.Code, error.Message) { Facts = error.Facts }, null);
        foreach (var (name, value) in error.Headers)
        {
            context.Response.Headers[name] = value;
        }

        (context.Response.Headers["request-id"], context.Response.Headers["client-request-id"]) = (ids.RequestId, ids.ClientRequestId);
        JsonObject body = new() { ["code"] = kept.Code, ["message"] = kept.Message };
        if (kept.Detail is { } detail)
        {
            body["details"] = new JsonArray(new JsonObject { ["code"] = detail.Code, ["message"] = detail.Message });
        }

        return OAuthResponse.WriteAsync(context, error.Status, new JsonObject { ["error"] = body });
    }
}
