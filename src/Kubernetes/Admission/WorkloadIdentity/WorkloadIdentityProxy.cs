using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The two containers that let a pod which asks the metadata service get its workload identity's token. Source: the migration page of azure-workload-identity.</summary>
internal static class WorkloadIdentityProxy
{
    public const int DefaultPort = 8000;

    private const string Images = "mcr.microsoft.com/oss/azure/workload-identity";
    private const string Version = "v1.5.1";

    public static void Inject(JsonObject spec, int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        Add(spec, "initContainers", atStart: false, new()
        {
            ["name"] = "azwi-proxy-init",
            ["image"] = $"{Images}/proxy-init:{Version}",
            ["imagePullPolicy"] = "IfNotPresent",
            ["env"] = new JsonArray(new JsonObject { ["name"] = "PROXY_PORT", ["value"] = number }),
            ["securityContext"] = new JsonObject
            {
                ["capabilities"] = new JsonObject { ["add"] = new JsonArray("NET_ADMIN"), ["drop"] = new JsonArray("ALL") },
                ["privileged"] = true,
                ["runAsNonRoot"] = false,
                ["runAsUser"] = 0,
            },
        });
        Add(spec, "containers", atStart: true, new()
        {
            ["name"] = "azwi-proxy",
            ["image"] = $"{Images}/proxy:{Version}",
            ["imagePullPolicy"] = "IfNotPresent",
            ["args"] = new JsonArray($"--proxy-port={number}", "--log-level=info"),
            ["ports"] = new JsonArray(new JsonObject { ["containerPort"] = port, ["protocol"] = "TCP" }),
            ["lifecycle"] = new JsonObject
            {
                ["postStart"] = new JsonObject
                {
                    ["exec"] = new JsonObject { ["command"] = new JsonArray("/proxy", $"--proxy-port={number}", "--probe", "--log-level=info") },
                },
            },
            ["securityContext"] = new JsonObject
            {
                ["allowPrivilegeEscalation"] = false,
                ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") },
                ["privileged"] = false,
                ["readOnlyRootFilesystem"] = true,
                ["runAsNonRoot"] = true,
            },
        });
    }

    private static void Add(JsonObject spec, string member, bool atStart, JsonObject container)
    {
        if (spec[member] is not JsonArray list)
        {
            spec[member] = list = [];
        }

        if (!list.Any(one => one.Text("name") == container.Text("name")))
        {
            list.Insert(atStart ? 0 : list.Count, container);
        }
    }
}
