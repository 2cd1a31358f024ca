namespace Verditer.Kubernetes.Controllers;

/// <summary>A cron schedule of five fields, or one of the names such as <c>@hourly</c>, in a time zone.</summary>
internal sealed class CronSchedule
{
    /// <summary>Within so many days every schedule that can ever come comes: 29 February of a given weekday may be 40 years away, and is not looked for.</summary>
    private const int Horizon = 366 * 8;

    private static readonly Dictionary<string, string> Named = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private static readonly string[] Months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    private static readonly string[] Weekdays = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(CronField[] fields, TimeZoneInfo zone)
    {
        (_minutes, _hours, _days, _months, _weekdays, _zone) = (fields[0], fields[1], fields[2], fields[3], fields[4], zone);
    }

    /// <summary>Null when the text is no schedule or the zone is not known.</summary>
    public static CronSchedule? Parse(string? text, string? timeZone)
    {
        var parts = (Named.GetValueOrDefault(text ?? "") ?? text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length != 5 || !TimeZoneInfo.TryFindSystemTimeZoneById(timeZone ?? "UTC", out var zone))
        {
            return null;
        }

        CronField?[] fields =
        [
            CronField.Parse(parts[0], 0, 59),
            CronField.Parse(parts[1], 0, 23),
            CronField.Parse(parts[2], 1, 31),
            CronField.Parse(parts[3], 1, 12, Months),
            CronField.Parse(parts[4], 0, 6, Weekdays),
        ];
        return Array.TrueForAll(fields, field => field is not null) ? new(fields!, zone) : null;
    }

    /// <summary>The first time after <paramref name="after"/>; null when there is none for years.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var day = Local(after).Date;
        for (var i = 0; i < Horizon; i++, day = day.AddDays(1))
        {
            foreach (var time in Times(day).Where(time => time > after))
            {
                return time;
            }
        }

        return null;
    }

    /// <summary>The last time after <paramref name="after"/> and not later than <paramref name="until"/>.</summary>
    public DateTimeOffset? Latest(DateTimeOffset after, DateTimeOffset until)
    {
        for (var (day, first) = (Local(until).Date, Local(after).Date); day >= first; day = day.AddDays(-1))
        {
            if (Times(day).Where(time => time > after && time <= until).Select(time => (DateTimeOffset?)time).LastOrDefault() is { } last)
            {
                return last;
            }
        }

        return null;
    }

    private DateTime Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone).DateTime;

    /// <summary>All times of a day, in order; those that the change to summer time leaves out do not come.</summary>
    private IEnumerable<DateTimeOffset> Times(DateTime day) => !IsDay(day) ? [] : _hours.Values
        .SelectMany(hour => _minutes.Values.Select(minute => day.AddMinutes((hour * 60) + minute)))
        .Where(time => !_zone.IsInvalidTime(time))
        .Select(time => new DateTimeOffset(time, _zone.GetUtcOffset(time)).ToUniversalTime());

    /// <summary>Where both kinds of day are given, either is enough.</summary>
    private bool IsDay(DateTime day)
    {
        var (monthDay, weekday) = (_days.Values.Contains(day.Day), _weekdays.Values.Contains((int)day.DayOfWeek));
        return _months.Values.Contains(day.Month) && (_days.IsAny || _weekdays.IsAny ? monthDay && weekday : monthDay || weekday);
    }
}
