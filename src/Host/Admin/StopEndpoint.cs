using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Verditer.Host;

/// <summary>Stops the server after this answer, as SIGTERM would.</summary>
internal sealed class StopEndpoint(IHostApplicationLifetime lifetime) : IAdminEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "/stop";

    public Task HandleAsync(HttpContext context)
    {
        context.Response.OnCompleted(() =>
        {
            lifetime.StopApplication();
            return Task.CompletedTask;
        });
        return Answer.JsonAsync(context, new JsonObject { ["stopping"] = true });
    }
}
