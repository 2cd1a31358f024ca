using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>Reads what a command sent.</summary>
internal static class AdminRequest
{
    private const int LargestBody = 64 * 1024;

    /// <summary>The JSON object in the body; an empty one when there is none or it is broken.</summary>
    public static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        using var bytes = new MemoryStream();
        await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
        if (bytes.Length is 0 or > LargestBody)
        {
            return [];
        }

        try
        {
            return Json.ParseObject(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
