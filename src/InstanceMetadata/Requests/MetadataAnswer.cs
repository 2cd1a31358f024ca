using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>An answer of the service.</summary>
internal sealed record MetadataAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    /// <summary>The refusal that this is, where identities decided it.</summary>
    public MetadataRefusal? Refusal { get; init; }

    /// <summary>After how long the client may ask again; sent as <c>Retry-After</c>, in whole seconds.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static MetadataAnswer Json(JsonNode body, int status = 200) => new(status, "application/json; charset=utf-8", Core.Json.ToBytes(body));

    public static MetadataAnswer Text(string body) => new(200, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(body));

    public async Task WriteAsync(HttpContext context)
    {
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = Body.Length;
        if (RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        await context.Response.Body.WriteAsync(Body, context.RequestAborted);
    }
}

/// <param name="Error">OAuth's word.</param>
/// <param name="Facts">What decided it, by the names of <see cref="RefusalFacts"/>.</param>
internal sealed record MetadataRefusal(string Error, string Description, IReadOnlyDictionary<string, string>? Facts = null);
