using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Certificate requests: what is asked for never changes; approval changes the conditions alone, and the signer everything else of the status. Source:
/// <c>pkg/registry/certificates</c>, <c>pkg/apis/certificates/validation</c>.
/// </summary>
internal sealed class CertificateRules : KindRules
{
    private const int LeastSeconds = 600;

    private static readonly string[] Decisions = ["Approved", "Denied"];

    private static readonly string[] Usages =
    [
        "any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature", "email protection",
        "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc", "netscape sgc", "ocsp signing", "s/mime",
        "server auth", "signing", "timestamping",
    ];

    public override GroupResource Resource => new("certificates.k8s.io", "certificatesigningrequests");

    public override void PrepareForCreate(JsonObject value) => value["status"] = new JsonObject();

    public override void PrepareForUpdate(JsonObject value, JsonObject current, string subresource)
    {
        ObjectMeta.CopyMember(current, value, "spec");
        if (subresource == "approval")
        {
            var conditions = value.At("status", "conditions")?.DeepClone();
            ObjectMeta.CopyMember(current, value, "status");
            value.Section("status")["conditions"] = conditions;
            ObjectMeta.RemoveEmpty(value.Section("status"));
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (current is not null)
        {
            return;
        }

        if (SigningRequest.Read(value).Error is { } unreadable)
        {
            errors.Add(FieldError.Invalid("spec.request", value.At("spec", "request"), unreadable));
        }

        Used(value, errors);
        Signer(value.Text("spec", "signerName") ?? "", errors);
        var seconds = value.At("spec", "expirationSeconds");
        if (seconds is not null && value.Number("spec", "expirationSeconds") is null)
        {
            errors.Add(FieldError.Invalid("spec.expirationSeconds", seconds, "must be a number of at most 32 bits"));
        }
        else if (value.Number("spec", "expirationSeconds") < LeastSeconds)
        {
            errors.Add(FieldError.Invalid("spec.expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)"));
        }
    }

    public override void ValidatePart(JsonObject value, JsonObject current, string subresource, List<FieldError> errors)
    {
        var (before, now) = (Types(current), Types(value));
        foreach (var type in Decisions.Where(type => before.Contains(type) && !now.Contains(type)))
        {
            errors.Add(FieldError.Forbidden("status.conditions", $"updates may not remove a condition of type \"{type}\""));
        }

        foreach (var type in Decisions.Where(type => subresource != "approval" && now.Contains(type) && !before.Contains(type)))
        {
            errors.Add(FieldError.Forbidden("status.conditions", $"updates may not add a condition of type \"{type}\""));
        }

        Conditions(value, now, errors);
        if (current.Text("status", "certificate") is { Length: > 0 } issued && issued != value.Text("status", "certificate"))
        {
            errors.Add(FieldError.Forbidden("status.certificate", "updates may not modify existing certificate content"));
        }
    }

    private static void Used(JsonObject value, List<FieldError> errors)
    {
        var usages = (value.At("spec", "usages") as JsonArray ?? []).Select(one => one.Text() ?? "").ToList();
        if (usages.Count == 0)
        {
            errors.Add(FieldError.Required("spec.usages"));
        }

        for (var i = 0; i < usages.Count; i++)
        {
            if (!Usages.Contains(usages[i]))
            {
                errors.Add(FieldError.NotSupported($"spec.usages[{i}]", usages[i], Usages));
            }
            else if (usages.IndexOf(usages[i]) < i)
            {
                errors.Add(FieldError.Duplicate($"spec.usages[{i}]", usages[i]));
            }
        }
    }

    private static void Signer(string name, List<FieldError> errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required("spec.signerName"));
        }
        else if (name == "kubernetes.io/legacy-unknown")
        {
            errors.Add(FieldError.Invalid("spec.signerName", name, "the legacy signerName is not allowed via this API version"));
        }
        else if (name.Split('/') is not [var domain, { Length: > 0 }] || Names.Subdomain(domain) is not null || !domain.Contains('.'))
        {
            errors.Add(FieldError.Invalid("spec.signerName", name, "must be a fully qualified domain and path of the form 'example.com/signer-name'"));
        }
    }

    private static void Conditions(JsonObject value, IReadOnlyList<string> types, List<FieldError> errors)
    {
        var index = 0;
        foreach (var condition in value.At("status", "conditions") as JsonArray ?? [])
        {
            var field = $"status.conditions[{index++}]";
            if (condition.Text("type") is not { Length: > 0 } type)
            {
                errors.Add(FieldError.Required($"{field}.type"));
            }
            else if (type is "Approved" or "Denied" or "Failed" && condition.Text("status") != "True")
            {
                errors.Add(FieldError.NotSupported($"{field}.status", condition.Text("status") ?? "", "True"));
            }
        }

        if (Decisions.All(types.Contains))
        {
            errors.Add(FieldError.Invalid("status.conditions", value.At("status", "conditions"), "Approved and Denied conditions are mutually exclusive"));
        }
    }

    private static List<string> Types(JsonObject value) => [.. (value.At("status", "conditions") as JsonArray ?? []).Select(one => one.Text("type") ?? "")];
}
