using System.Text.Json.Nodes;

namespace Verditer.Bench;

/// <summary>GET of a resource group by a Reader of it: token, role and all, directly and inside CONNECT.</summary>
internal static class ReadBench
{
    private const string Arm = "management.azure.com";
    private const int Assignments = 10_000;
    private const int Few = 10;

    // Azure's limits: 4,000 in a subscription, 500 in a management group.
    private const int InSubscription = 3_500;
    private const int InManagementGroup = 499;

    public static async Task RunAsync(Setting setting, ServerProcess verditer, Azure azure)
    {
        Report.Title($"Resource Manager, GET of a group by a Reader, {Setting.Connections} connections");
        var group = $"{azure.Subscription}/resourceGroups/read";
        await azure.SendAsync(HttpMethod.Put, $"{group}?api-version=2021-04-01", new JsonObject { ["location"] = "westus2" });
        var reader = await azure.AddReaderAsync(group);
        await AddAssignmentsAsync(azure, 0, Few - 1);
        var get = azure.Raw("GET", $"{group}?api-version=2021-04-01", Arm, reader);
        using var connection = await RawConnection.OpenAsync(new(verditer.Port, Arm));
        using var hello = await setting.StartHelloAsync((await connection.SendAsync(get)).Length);

        var best = await setting.BestAsync(
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(hello.Port, "localhost"), azure.Raw("GET", "/", "localhost", reader)),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(verditer.Port, Arm), get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(verditer.Port, Arm, ThroughProxy: true), get));
        Report.Ratio("GET", best[1], "bare Kestrel", best[0], 0.65);
        Report.Ratio("GET through the proxy", best[2], "bare Kestrel", best[0], 0.65);

        await AddAssignmentsAsync(azure, Few - 1, Assignments);
        var crowded = await setting.BestAsync(
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(hello.Port, "localhost"), azure.Raw("GET", "/", "localhost", reader)),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(verditer.Port, Arm), get));
        Report.Ratio($"GET beside {Assignments:N0} assignments", crowded[1], "bare Kestrel", crowded[0], 0.65);
        Report.Share($"its share of Kestrel's, of that beside {Few}", crowded[1] / crowded[0], best[1] / best[0], 0.9);
    }

    /// <summary>Readers whom nobody knows, in the subscription and in management groups.</summary>
    private static async Task AddAssignmentsAsync(Azure azure, int from, int to)
    {
        var groups = to <= InSubscription ? 0 : 1 + ((to - InSubscription) / InManagementGroup);
        for (var i = 0; i < groups; i++)
        {
            await azure.SendAsync(HttpMethod.Put, $"{GroupOf(i)}?api-version=2021-04-01", []);
        }

        await Parallel.ForEachAsync(Enumerable.Range(from, to - from), new ParallelOptions { MaxDegreeOfParallelism = Setting.Connections }, async (i, _) =>
            await azure.AssignReaderAsync(i < InSubscription ? azure.Subscription : GroupOf((i - InSubscription) / InManagementGroup), $"{Guid.NewGuid()}"));
    }

    private static string GroupOf(int i) => $"/providers/Microsoft.Management/managementGroups/bench{i}";
}
