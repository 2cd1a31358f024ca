using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Host;

/// <summary>What anybody may ask of the port.</summary>
internal static class HealthEndpoints
{
    public static Task HealthAsync(HttpContext context) =>
        Answer.BytesAsync(context, 200, "text/plain; charset=utf-8", "ok\n"u8.ToArray());

    public static Task VersionAsync(HttpContext context) =>
        Answer.JsonAsync(context, new JsonObject { ["name"] = "verditer", ["version"] = ProductVersion.Text });
}
