using System.Text.Json.Nodes;

namespace Verditer.Bench;

/// <summary>GET of a resource group by a Reader of it: token, role and all, directly and inside CONNECT.</summary>
internal static class ReadBench
{
    private const string Arm = "management.azure.com";

    public static async Task RunAsync(Setting setting, ServerProcess verditer, Azure azure)
    {
        Report.Title($"Resource Manager, GET of a group by a Reader, {Setting.Connections} connections");
        var group = $"{azure.Subscription}/resourceGroups/read";
        await azure.SendAsync(HttpMethod.Put, $"{group}?api-version=2021-04-01", new JsonObject { ["location"] = "westus2" });
        var reader = await azure.AddReaderAsync(group);
        var get = azure.Raw("GET", $"{group}?api-version=2021-04-01", Arm, reader);
        using var connection = await RawConnection.OpenAsync(new(verditer.Port, Arm));
        using var hello = await setting.StartHelloAsync((await connection.SendAsync(get)).Length);

        var best = await setting.BestAsync(
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(hello.Port, "localhost"), azure.Raw("GET", "/", "localhost", reader)),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(verditer.Port, Arm), get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(verditer.Port, Arm, ThroughProxy: true), get));
        Report.Ratio("GET", best[1], "bare Kestrel", best[0], 0.65);
        Report.Ratio("GET through the proxy", best[2], "bare Kestrel", best[0], 0.65);
    }
}
