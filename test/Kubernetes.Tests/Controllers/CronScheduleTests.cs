using System.Globalization;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class CronScheduleTests
{
    [Theory]
    [InlineData("*/15 * * * *", "2030-01-02T03:04:05Z", "2030-01-02T03:15:00Z")]
    [InlineData("0 9-17/4 * * MON-FRI", "2030-01-04T17:30:00Z", "2030-01-07T09:00:00Z")]
    [InlineData("@monthly", "2030-01-31T00:00:00Z", "2030-02-01T00:00:00Z")]
    [InlineData("0 0 29 2 *", "2030-01-01T00:00:00Z", "2032-02-29T00:00:00Z")]
    [InlineData("0 0 13 * FRI", "2030-01-01T00:00:00Z", "2030-01-04T00:00:00Z")]
    [InlineData("5,10 3 * jan *", "2030-01-02T03:05:00Z", "2030-01-02T03:10:00Z")]
    public void Next_OfASchedule_IsTheFirstTimeAfter(string schedule, string after, string next) =>
        CronSchedule.Parse(schedule, null)!.Next(Time(after)).ShouldBe(Time(next));

    [Theory]
    [InlineData("* * * *")]
    [InlineData("60 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("*/0 * * * *")]
    [InlineData("x * * * *")]
    [InlineData("@every 1h")]
    public void Parse_OfWhatIsNoSchedule_IsNothing(string schedule) => CronSchedule.Parse(schedule, null).ShouldBeNull();

    [Fact]
    public void Next_InATimeZone_FollowsItsSummerTime()
    {
        var schedule = CronSchedule.Parse("0 8 * * *", "Europe/Berlin")!;

        schedule.Next(Time("2030-01-10T00:00:00Z")).ShouldBe(Time("2030-01-10T07:00:00Z"));
        schedule.Next(Time("2030-07-10T00:00:00Z")).ShouldBe(Time("2030-07-10T06:00:00Z"));
    }

    [Fact]
    public void Latest_BetweenTwoTimes_IsTheLastOneOrNothing()
    {
        var schedule = CronSchedule.Parse("0 * * * *", null)!;

        schedule.Latest(Time("2030-01-01T00:00:00Z"), Time("2030-01-10T05:30:00Z")).ShouldBe(Time("2030-01-10T05:00:00Z"));
        schedule.Latest(Time("2030-01-10T05:00:00Z"), Time("2030-01-10T05:30:00Z")).ShouldBeNull();
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
