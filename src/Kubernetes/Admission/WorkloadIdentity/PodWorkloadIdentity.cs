using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Pods with the label get what they need to sign in to Entra ID as the identity of their service account: four variables and a projected token. It does what the
/// webhook of azure-workload-identity does. Source: https://azure.github.io/azure-workload-identity/docs/installation/mutating-admission-webhook.html
/// </summary>
internal sealed class PodWorkloadIdentity(ObjectStore store, string tenantId) : IAdmission
{
    private const int DefaultSeconds = 3600;
    private const int LeastSeconds = 3600;
    private const int MostSeconds = 86400;

    private static readonly GroupResource Pods = new("", "pods");

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != Pods || request.Value.Text("metadata", "labels", WorkloadIdentityNames.Use) != "true")
        {
            return null;
        }

        var (pod, spec) = (request.Value, request.Value.Section("spec"));
        var account = store.Find(new("", "serviceaccounts"), request.Namespace, spec.Text("serviceAccountName") ?? "default")?.Object;
        if (AddProxy(pod, spec) is { } refused)
        {
            return refused;
        }

        var expiration = Annotation(pod, WorkloadIdentityNames.TokenExpiration) ?? Annotation(account, WorkloadIdentityNames.TokenExpiration);
        if (!TryRead(expiration, DefaultSeconds, out var seconds))
        {
            return Deny($"strconv.ParseInt: parsing \"{expiration}\": invalid syntax");
        }

        if (seconds is < LeastSeconds or > MostSeconds)
        {
            return Deny(string.Create(CultureInfo.InvariantCulture, $"token expiration {seconds} not valid. Expected value to be between {LeastSeconds} and {MostSeconds}"));
        }

        (string Name, string? Value)[] variables =
        [
            ("AZURE_CLIENT_ID", account.Text("metadata", "annotations", WorkloadIdentityNames.ClientId)),
            ("AZURE_TENANT_ID", account.Text("metadata", "annotations", WorkloadIdentityNames.TenantId) ?? tenantId),
            ("AZURE_FEDERATED_TOKEN_FILE", $"{WorkloadIdentityNames.MountPath}/{WorkloadIdentityNames.TokenFile}"),
            ("AZURE_AUTHORITY_HOST", WorkloadIdentityNames.AuthorityHost),
        ];
        var skipped = (Annotation(pod, WorkloadIdentityNames.SkipContainers) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (var container in ContainersOf(spec).Where(container => !skipped.Contains(container.Text("name"))))
        {
            AddVariables(container, variables);
            Put(container, "volumeMounts", new() { ["name"] = WorkloadIdentityNames.Volume, ["mountPath"] = WorkloadIdentityNames.MountPath, ["readOnly"] = true });
        }

        Put(spec, "volumes", Volume(seconds));
        return null;
    }

    private static KubernetesError? AddProxy(JsonObject pod, JsonObject spec)
    {
        // The annotation alone counts, whatever its value is.
        if (pod.At("metadata", "annotations", WorkloadIdentityNames.InjectProxy) is null)
        {
            return null;
        }

        if (spec.Flag("hostNetwork") == true)
        {
            return Deny("hostNetwork is set to true, cannot inject proxy sidecar");
        }

        var port = Annotation(pod, WorkloadIdentityNames.ProxyPort);
        if (!TryRead(port, WorkloadIdentityProxy.DefaultPort, out var number))
        {
            return Deny($"failed to parse proxy sidecar port: strconv.ParseInt: parsing \"{port}\": invalid syntax");
        }

        WorkloadIdentityProxy.Inject(spec, number);
        return null;
    }

    /// <summary>Ephemeral containers come later, and the webhook does not see them.</summary>
    private static IEnumerable<JsonObject> ContainersOf(JsonObject spec) =>
        (spec["initContainers"] as JsonArray ?? []).Concat(spec["containers"] as JsonArray ?? []).OfType<JsonObject>();

    private static void AddVariables(JsonObject container, (string Name, string? Value)[] variables)
    {
        if (container["env"] is not JsonArray env)
        {
            container["env"] = env = [];
        }

        foreach (var (name, value) in variables.Where(variable => !string.IsNullOrEmpty(variable.Value) && !env.Any(one => one.Text("name") == variable.Name)))
        {
            env.Add((JsonNode)new JsonObject { ["name"] = name, ["value"] = value });
        }
    }

    private static JsonObject Volume(int seconds) => new()
    {
        ["name"] = WorkloadIdentityNames.Volume,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(new JsonObject
            {
                ["serviceAccountToken"] = new JsonObject
                {
                    ["path"] = WorkloadIdentityNames.TokenFile, ["expirationSeconds"] = seconds, ["audience"] = WorkloadIdentityNames.Audience,
                },
            }),
            ["defaultMode"] = 420,
        },
    };

    /// <summary>What goes by the same name is replaced.</summary>
    private static void Put(JsonObject target, string member, JsonObject value)
    {
        if (target[member] is not JsonArray list)
        {
            target[member] = list = [];
        }

        for (var i = 0; i < list.Count; i++)
        {
            if (list[i].Text("name") == value.Text("name"))
            {
                list[i] = value;
                return;
            }
        }

        list.Add((JsonNode)value);
    }

    /// <summary>An empty annotation is none.</summary>
    private static string? Annotation(JsonObject? owner, string name) => owner.Text("metadata", "annotations", name) is { Length: > 0 } value ? value : null;

    private static bool TryRead(string? text, int otherwise, out int number)
    {
        number = otherwise;
        return text is null || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static KubernetesError Deny(string why) =>
        KubernetesErrors.BadRequest($"admission webhook \"mutation.azure-workload-identity.io\" denied the request: {why}");
}
