using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Every pod runs as a service account that exists, and finds the account's token in its file system. Source: upstream's admission plug-in ServiceAccount.</summary>
internal sealed class PodServiceAccount(ObjectStore store) : IAdmission
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";

    private static readonly GroupResource Pods = new("", "pods");

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != Pods)
        {
            return null;
        }

        var spec = request.Value.Section("spec");
        var name = spec.Text("serviceAccountName") is { Length: > 0 } own ? own : "default";
        spec["serviceAccountName"] = name;
        spec["serviceAccount"] = name;
        if (store.Find(new("", "serviceaccounts"), request.Namespace, name) is not { } account)
        {
            return KubernetesErrors.Forbidden(
                Pods, request.Value.Name(), $"error looking up service account {request.Namespace}/{name}: serviceaccount \"{name}\" not found");
        }

        if (spec["imagePullSecrets"] is not JsonArray { Count: > 0 } && account.Object["imagePullSecrets"] is JsonArray { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }

        if ((spec.Flag("automountServiceAccountToken") ?? account.Object.Flag("automountServiceAccountToken")) != false)
        {
            Mount(spec);
        }

        return null;
    }

    private static void Mount(JsonObject spec)
    {
        var without = PodSpecs.Containers(spec)
            .Select(one => one.Container)
            .Where(container => !(container["volumeMounts"] as JsonArray ?? []).Any(mount => mount.Text("mountPath") == MountPath))
            .ToList();
        if (without.Count == 0)
        {
            return;
        }

        var name = ObjectMeta.GenerateName("kube-api-access-");
        foreach (var container in without)
        {
            Append(container, "volumeMounts", new() { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath });
        }

        Append(spec, "volumes", new()
        {
            ["name"] = name,
            ["projected"] = new JsonObject
            {
                ["sources"] = new JsonArray(
                    new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607, ["path"] = "token" } },
                    new JsonObject
                    {
                        ["configMap"] = new JsonObject
                        {
                            ["name"] = "kube-root-ca.crt",
                            ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                        },
                    },
                    new JsonObject
                    {
                        ["downwardAPI"] = new JsonObject
                        {
                            ["items"] = new JsonArray(new JsonObject
                            {
                                ["path"] = "namespace",
                                ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                            }),
                        },
                    }),
                ["defaultMode"] = 420,
            },
        });
    }

    private static void Append(JsonObject target, string member, JsonObject value)
    {
        if (target[member] is not JsonArray list)
        {
            target[member] = list = [];
        }

        list.Add((JsonNode)value);
    }
}
