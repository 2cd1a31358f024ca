using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A pod stays for five minutes on a node that is not ready or not reached. Source: upstream's admission plug-in DefaultTolerationSeconds.</summary>
internal sealed class PodTolerations : IAdmission
{
    private const int Seconds = 300;

    private static readonly string[] Keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != new GroupResource("", "pods"))
        {
            return null;
        }

        var spec = request.Value.Section("spec");
        if (spec["tolerations"] is not JsonArray tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        foreach (var key in Keys.Where(key => !tolerations.Any(one => Tolerates(one, key))).ToList())
        {
            tolerations.Add((JsonNode)new JsonObject
            {
                ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = Seconds,
            });
        }

        return null;
    }

    private static bool Tolerates(JsonNode? toleration, string key) =>
        (toleration.Text("key") is null or "" || toleration.Text("key") == key) && toleration.Text("effect") is null or "" or "NoExecute";
}
