using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Explaining;

namespace Verditer.Host;

/// <summary>What happened: <c>kinds</c> (with commas between), <c>since</c> (a time, or seconds before now), by Verditer's clock.</summary>
internal sealed class EventsEndpoint(EventStream events, TimeProvider time) : IAdminEndpoint
{
    private const int Most = 1000;

    public string Method => HttpMethods.Get;

    public string Path => "/events";

    public async Task HandleAsync(HttpContext context)
    {
        var kinds = context.Request.Query["kinds"].ToString() is { Length: > 0 } given ? given.Split(',') : [.. EventStream.Kinds];
        var found = await events.ReadAsync(kinds.ToHashSet(StringComparer.Ordinal), Since(context.Request.Query["since"].ToString()), Most, context.RequestAborted);
        await Answer.JsonAsync(context, new JsonObject { ["events"] = new JsonArray([.. found]) });
    }

    private DateTimeOffset? Since(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? time.GetUtcNow() - TimeSpan.FromSeconds(seconds)
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : null;
}
