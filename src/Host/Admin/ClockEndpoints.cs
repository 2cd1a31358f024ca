using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Directory;

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
internal sealed class MoveClock(VerditerClock clock, ClockFile file, RunningState state, IDirectoryAdministration directory) : IAdminEndpoint
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
        var answer = ShowClock.Describe(clock);
        if (Warning() is { } warning)
        {
            answer["warning"] = warning;
        }

        await Answer.JsonAsync(context, answer);
    }

    /// <summary>Before its secret begins, the bootstrap principal cannot sign in.</summary>
    private string? Warning() =>
        BootstrapFile.TryRead(new StatePaths(state.StateFolder)) is { } bootstrap
        && directory.FindFirstSecretStart(bootstrap.TenantId, bootstrap.ClientId) is { } start && clock.GetUtcNow() < start
            ? $"The clock stands before the bootstrap secret's start ({start:yyyy-MM-ddTHH:mm:ssZ}): until then the bootstrap principal cannot sign in (AADSTS7000222). To move it there: verditer clock set {start.AddSeconds(1):yyyy-MM-ddTHH:mm:ssZ}"
            : null;

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
