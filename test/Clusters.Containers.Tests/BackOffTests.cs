namespace Verditer.Clusters.Containers.Tests;

public sealed class BackOffTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Wait_DoublesUpToFiveMinutes()
    {
        var backOff = new BackOff();
        var now = Start;
        List<double> waits = [];
        for (var i = 0; i < 7; i++)
        {
            waits.Add((backOff.Until(now) - now).TotalSeconds);
            now = backOff.Until(now);
            backOff.Tried(now);
        }

        waits.ShouldBe([0, 10, 20, 40, 80, 160, 300]);
    }

    [Fact]
    public void Wait_IsForgottenAfterTenMinutesOfRest()
    {
        var backOff = new BackOff();
        backOff.Tried(Start);
        backOff.Tried(Start.AddSeconds(20));
        var failed = Start.AddMinutes(11);

        backOff.Until(failed).ShouldBe(failed);
        backOff.Tried(failed);
        backOff.Wait.ShouldBe(TimeSpan.FromSeconds(10));
    }
}
