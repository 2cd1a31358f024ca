using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Who asks for a certificate is written into the request; who approves or signs one may do so for its signer; nobody gets system:masters this way. Source: upstream's
/// admission plug-ins CertificateApproval, CertificateSigning, CertificateSubjectRestriction.
/// </summary>
internal sealed class CertificateRequests(RbacAuthorizer authorizer, TimeProvider clock) : IAdmission
{
    private const string Group = "certificates.k8s.io";

    public bool SeesParts => true;

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (request.Kind.Stored != new GroupResource(Group, "certificatesigningrequests"))
        {
            return null;
        }

        if (request.Current is not { } current)
        {
            return Ask(request);
        }

        Date(request.Value, current);
        return request.Subresource switch
        {
            "approval" => Require(request, "approve"),
            "status" when request.Value.Text("status", "certificate") != current.Text("status", "certificate") || IsFailed(request.Value) != IsFailed(current) => Require(request, "sign"),
            _ => null,
        };
    }

    private static KubernetesError? Ask(AdmissionRequest request)
    {
        var spec = request.Value.Section("spec");
        spec["username"] = request.User.Name;
        spec["uid"] = request.User.Uid;
        spec["groups"] = new JsonArray([.. request.User.Groups.Select(group => (JsonNode)group)]);
        spec["extra"] = new JsonObject((request.User.Extra ?? new Dictionary<string, IReadOnlyList<string>>())
            .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)new JsonArray([.. pair.Value.Select(value => (JsonNode)value)]))));
        foreach (var name in spec.Where(member => member.Value is JsonObject { Count: 0 } || member.Value.Text() == "").Select(member => member.Key).ToList())
        {
            spec.Remove(name);
        }

        return spec.Text("signerName") == CertificateSigner.Client
            && SigningRequest.Read(request.Value).Request is { } asked && asked.Subject.Organizations.Contains(CertificateSigner.Masters)
                ? KubernetesErrors.Forbidden(
                    request.Kind.Resource, request.Value.Name(), $"use of {CertificateSigner.Client} signer with {CertificateSigner.Masters} group is not allowed")
                : null;
    }

    /// <summary>The permission for the signer, or for all of its domain.</summary>
    private KubernetesError? Require(AdmissionRequest request, string verb)
    {
        var signer = request.Current!.Text("spec", "signerName") ?? "";
        return authorizer.Allows(request.User, new(verb, Group, "signers", "", signer, ""))
            || authorizer.Allows(request.User, new(verb, Group, "signers", "", $"{signer.Split('/')[0]}/*", ""))
                ? null
                : KubernetesErrors.Forbidden(request.Kind.Resource, request.Value.Name(), $"user not permitted to {verb} requests with signerName \"{signer}\"");
    }

    /// <summary>Conditions that say no time of their own get this one.</summary>
    private void Date(JsonObject value, JsonObject current)
    {
        var before = (current.At("status", "conditions") as JsonArray ?? []).OfType<JsonObject>().ToList();
        var now = ObjectMeta.Time(clock.GetUtcNow());
        foreach (var condition in (value.At("status", "conditions") as JsonArray ?? []).OfType<JsonObject>())
        {
            var old = before.Find(one => one.Text("type") == condition.Text("type"));
            condition["lastUpdateTime"] ??= now;
            condition["lastTransitionTime"] ??= old is not null && old.Text("status") == condition.Text("status") ? old.Text("lastTransitionTime") ?? now : now;
        }
    }

    private static bool IsFailed(JsonObject value) => (value.At("status", "conditions") as JsonArray ?? []).Any(one => one.Text("type") == "Failed");
}
