using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>Shows Verditer's clock.</summary>
internal sealed class ShowClock(VerditerClock clock) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/clock";

    public Task HandleAsync(HttpContext context) => Answer.JsonAsync(context, Describe(clock));

    public static JsonObject Describe(VerditerClock clock) => new()
    {
        ["now"] = clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["host"] = clock.Host.GetUtcNow().ToString("O", CultureInfo.InvariantCulture),
        ["offsetSeconds"] = Math.Round(clock.Offset.TotalSeconds, 3),
    };
}

/// <summary>Moves Verditer's clock: by <c>seconds</c>, to a <c>time</c>, or (with <c>reset</c>) back to the host's. It keeps ticking from there.</summary>
internal sealed class MoveClock(VerditerClock clock, ClockFile file) : IAdminEndpoint
{
    /// <summary>Farther moves would leave the years that certificates and dates can hold.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(365 * 100);

    public string Method => HttpMethods.Post;

    public string Path => "/clock";

    public async Task HandleAsync(HttpContext context)
    {
        var body = await AdminRequest.ReadAsync(context);
        if (Wanted(body) is not { } offset || offset.Duration() > Farthest)
        {
            await Answer.ErrorAsync(context, ArmErrors.InvalidParameter("Give a time, a number of seconds, or reset; at most a hundred years away."));
            return;
        }

        file.Move(clock, offset);
        await Answer.JsonAsync(context, ShowClock.Describe(clock));
    }

    private TimeSpan? Wanted(JsonObject body)
    {
        if (body.Flag("reset") == true)
        {
            return TimeSpan.Zero;
        }

        if (body["seconds"] is JsonValue value && value.TryGetValue(out double seconds) && Math.Abs(seconds) <= Farthest.TotalSeconds)
        {
            return clock.Offset + TimeSpan.FromSeconds(seconds);
        }

        return DateTimeOffset.TryParse(body.Text("time"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time - clock.Host.GetUtcNow()
            : null;
    }
}
