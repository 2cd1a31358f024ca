using System.Text.Json.Nodes;

namespace Verditer.Bench;

/// <summary>64 clients that make resources at once. What was answered with success must be there afterwards.</summary>
internal static class WriteBench
{
    private const string Arm = "management.azure.com";
    private const int Writers = 64;
    private const int Writes = 20_000;

    public static async Task RunAsync(Setting setting, ServerProcess verditer, Azure azure)
    {
        Report.Title($"Resource Manager, PUT of route tables, {Writers} connections, {Writes} resources a round");
        await azure.RegisterAsync("Microsoft.Network");
        using var hello = await setting.StartHelloAsync(400);
        var (round, lost, refused) = (0, 0, 0);
        var best = await setting.BestAsync(
            () => LoadRun.ForAsync(setting.Time, Writers, new(hello.Port, "localhost"), azure.Raw("GET", "/", "localhost")),
            async () =>
            {
                var group = $"{azure.Subscription}/resourceGroups/write{round++}";
                await azure.SendAsync(HttpMethod.Put, $"{group}?api-version=2021-04-01", new JsonObject { ["location"] = "westus2" });
                var target = new Target(verditer.Port, Arm);
                var put = await LoadRun.EachAsync(Writes, Writers, target, i => azure.Raw("PUT", Path(group, i), Arm, body: """{"location":"westus2","tags":{"made":"by the benchmark"},"properties":{"disableBgpRoutePropagation":true}}"""));
                var got = await LoadRun.EachAsync(Writes, Writers, target, i => azure.Raw("GET", Path(group, i), Arm));
                (refused, lost) = (refused + put.Refused, lost + got.Refused - put.Refused);
                return put.Rate;
            });
        Report.Figure("PUT", best[1], "/s", "at least 5,000", best[1] >= 5000);
        Report.Ratio("the same", best[1], "bare Kestrel's GETs", best[0]);
        Report.Figure("refused", refused, "", "none", refused == 0);
        Report.Figure("lost", lost, "", "none", lost == 0);
    }

    private static string Path(string group, int i) => $"{group}/providers/Microsoft.Network/routeTables/t{i}?api-version=2024-05-01";
}
