using System.Globalization;
using Verditer.Core;

namespace Verditer.Faults;

/// <summary>Faults as a command writes them: <c>role-propagation=2m</c>.</summary>
public static class FaultWords
{
    private const string Endless = "forever";

    private static readonly Dictionary<string, FaultKind> Kinds = new(StringComparer.Ordinal)
    {
        ["role-propagation"] = FaultKind.RolePropagation,
        ["principal-propagation"] = FaultKind.PrincipalPropagation,
        ["group-propagation"] = FaultKind.GroupPropagation,
        ["feature-registration"] = FaultKind.FeatureRegistration,
        ["imds-throttle"] = FaultKind.ImdsThrottle,
        ["token-outage"] = FaultKind.TokenOutage,
        ["token-throttle"] = FaultKind.TokenThrottle,
    };

    private static readonly Dictionary<char, TimeSpan> Units = new()
    {
        ['s'] = TimeSpan.FromSeconds(1),
        ['m'] = TimeSpan.FromMinutes(1),
        ['h'] = TimeSpan.FromHours(1),
        ['d'] = TimeSpan.FromDays(1),
    };

    public static string Word(FaultKind kind) => Kinds.First(k => k.Value == kind).Key;

    public static Result<FaultKind> Kind(string? word) => Kinds.TryGetValue(word ?? "", out var kind)
        ? kind
        : ArmErrors.InvalidParameter($"There is no fault '{word}'. There is: {string.Join(", ", Kinds.Keys)}", "kind");

    /// <summary>A duration such as <c>90s</c>, <c>5m</c>, <c>2h</c>, <c>1d</c>; <c>forever</c> is null.</summary>
    public static Result<TimeSpan?> Duration(string? word)
    {
        if (word is Endless or "hang")
        {
            return (TimeSpan?)null;
        }

        return word is { Length: > 1 } && Units.TryGetValue(word[^1], out var unit)
            && double.TryParse(word[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count) && count > 0 && count * unit.TotalDays <= 36500
            ? unit * count
            : ArmErrors.InvalidParameter($"'{word}' is not a duration. Write it like 90s, 5m, 2h, 1d, or: forever", "duration");
    }

    public static string Describe(TimeSpan? duration)
    {
        if (duration is not { } time)
        {
            return Endless;
        }

        var (unit, length) = Units.OrderByDescending(u => u.Value).First(u => time >= u.Value && time.Ticks % u.Value.Ticks == 0 || u.Key == 's');
        return string.Create(CultureInfo.InvariantCulture, $"{time / length:0.###}{unit}");
    }
}
