namespace Verditer.Bench;

/// <summary>From the start of the process, on a state folder that exists, to the first answer over TLS; and resident memory a while later.</summary>
internal static class StartBench
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(Setting setting)
    {
        Report.Title("Start");
        (await setting.StartVerditerAsync()).Dispose();
        var (best, memory, bare) = (TimeSpan.MaxValue, double.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < setting.Rounds * 3; round++)
        {
            using var verditer = await setting.StartVerditerAsync();
            best = verditer.FirstAnswer < best ? verditer.FirstAnswer : best;
            await Task.Delay(Idle);
            memory = Math.Min(memory, verditer.Memory);
            using var hello = await setting.StartHelloAsync(100);
            bare = hello.FirstAnswer < bare ? hello.FirstAnswer : bare;
        }

        Report.Figure("first answer", best.TotalMilliseconds, "ms", "at most 100", best.TotalMilliseconds <= 100);
        Report.Figure("the same of bare Kestrel", bare.TotalMilliseconds, "ms");
        Report.Figure("resident memory, idle", memory, "MiB", "at most 50", memory <= 50);
    }
}
