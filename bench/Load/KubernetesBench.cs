using System.Text;

namespace Verditer.Bench;

/// <summary>The Kubernetes API of one cluster, over its own TLS port.</summary>
internal static class KubernetesBench
{
    private const string Path = "/api/v1/namespaces/default/configmaps";
    private const int Posts = 10_000;
    private const int Listed = 500;

    public static async Task RunAsync(Setting setting, Kubeconfig kubeconfig)
    {
        Report.Title($"Its Kubernetes API, {Setting.Connections} connections, client certificate");
        var target = new Target(kubeconfig.Server.Port, kubeconfig.Server.Host, ClientCertificate: kubeconfig.ClientCertificate);
        var made = await LoadRun.EachAsync(Listed, Setting.Connections, target, i => Post("seed", i));
        Require(made.Refused == 0, "the ConfigMaps to list could not be made");
        var get = Get($"{Path}/seed-0");
        var list = Get($"{Path}?limit={Listed}");
        using var connection = await RawConnection.OpenAsync(target);
        using var small = await setting.StartHelloAsync((await connection.SendAsync(get)).Length);
        using var large = await setting.StartHelloAsync((await connection.SendAsync(list)).Length);

        var round = 0;
        var best = await setting.BestAsync(
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(small.Port, "localhost"), get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, new(large.Port, "localhost"), get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, target, get),
            () => LoadRun.ForAsync(setting.Time, Setting.Connections, target, list),
            async () =>
            {
                var (rate, refused) = await LoadRun.EachAsync(Posts, Setting.Connections, target, i => Post($"made{round}", i));
                Require(refused == 0, $"{refused} POSTs were refused");
                round++;
                return rate;
            });
        Report.Ratio("GET of a ConfigMap", best[2], "bare Kestrel", best[0]);
        Report.Ratio($"LIST of {Listed} ConfigMaps", best[3], "bare Kestrel, as many bytes", best[1]);
        Report.Ratio("POST of ConfigMaps", best[4], "bare Kestrel's GETs", best[0]);
    }

    private static byte[] Get(string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: application/json\r\n\r\n");

    private static byte[] Post(string name, int i)
    {
        var value = new string('x', 200);
        var body = $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{name}}}-{{{i}}}"},"data":{"key":"{{{value}}}"}}""";
        return Encoding.ASCII.GetBytes($"POST {Path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }
}
