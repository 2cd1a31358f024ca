using System.Text;

namespace Verditer.Bench;

/// <summary>A token that the metadata service of a cluster's machine has kept, by its own socket.</summary>
internal static class MetadataBench
{
    private static readonly byte[] Request = Encoding.ASCII.GetBytes(
        "GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource=https%3A%2F%2Fmanagement.azure.com%2F HTTP/1.1\r\nHost: 169.254.169.254\r\nMetadata: true\r\n\r\n");

    public static async Task RunAsync(Setting setting, Azure azure)
    {
        Report.Title($"Instance metadata: a cached token, {Setting.Connections} connections");
        var group = await ClusterBench.PrepareAsync(azure);
        if (await ClusterBench.CreateAsync(azure, $"{group}/providers/Microsoft.ContainerService/managedClusters/metadata") is null)
        {
            Report.NotServed("cached tokens");
            return;
        }

        var (target, length) = await FindMachineAsync(setting);
        using var hello = await setting.StartHelloAsync(length);
        var get = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        var best = await setting.BestAsync(
            TokenBench.SignaturesAsync,
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(hello.Port, "localhost"), get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, target, Request));
        Report.Ratio("cached tokens", best[2], $"openssl on {Environment.ProcessorCount} cores", best[0]);
        Report.Ratio("cached tokens", best[2], "bare Kestrel over TLS", best[1]);
    }

    /// <summary>A machine whose identity gets a token, and how long its answer is.</summary>
    private static async Task<(Target Target, int Length)> FindMachineAsync(Setting setting)
    {
        foreach (var socket in Directory.EnumerateFiles(Path.Combine(setting.StateFolder, "metadata"), "*.sock"))
        {
            var target = new Target(0, "", Socket: socket);
            using var connection = await RawConnection.OpenAsync(target);
            var (status, length) = await connection.SendAsync(Request);
            if (status == 200)
            {
                return (target, length);
            }
        }

        throw new InvalidOperationException("no machine of the cluster gets a token");
    }
}
