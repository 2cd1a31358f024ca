using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>Marks a connection that came in on the admin socket, which only this user can open.</summary>
internal sealed class AdminConnection;

/// <summary>The API behind <c>admin.sock</c>: the registered endpoints, by method and path.</summary>
internal sealed class AdminApi(IEnumerable<IAdminEndpoint> endpoints)
{
    private readonly Dictionary<(string Method, string Path), IAdminEndpoint> _endpoints = endpoints.ToDictionary(e => (e.Method, e.Path));

    public Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "/";
        return _endpoints.TryGetValue((context.Request.Method, path), out var endpoint)
            ? endpoint.HandleAsync(context)
            : Answer.ErrorAsync(context, new ArmError(404, "NotFound", $"This Verditer does not know {context.Request.Method} {path}. Is it older than the command?"));
    }
}
