using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Role bindings: what they give never changes, and each subject has a name. Source: <c>pkg/apis/rbac/validation</c>.</summary>
internal sealed class BindingRules(string plural) : KindRules
{
    private const string Group = "rbac.authorization.k8s.io";

    private static readonly string[] Subjects = ["ServiceAccount", "User", "Group"];

    private readonly string[] _roles = plural == "rolebindings" ? ["Role", "ClusterRole"] : ["ClusterRole"];

    public override GroupResource Resource => new(Group, plural);

    public override void Default(JsonObject value)
    {
        if (value["roleRef"] is JsonObject role && role.Text("apiGroup") is not { Length: > 0 })
        {
            role["apiGroup"] = Group;
        }

        foreach (var subject in (value["subjects"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (subject.Text("kind") is "User" or "Group" && subject.Text("apiGroup") is not { Length: > 0 })
            {
                subject["apiGroup"] = Group;
            }
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var role = value.Text("roleRef", "kind") ?? "";
        if (!_roles.Contains(role))
        {
            errors.Add(FieldError.NotSupported("roleRef.kind", role, _roles));
        }

        if (value.Text("roleRef", "name") is not { Length: > 0 })
        {
            errors.Add(FieldError.Required("roleRef.name"));
        }

        if (current is not null && !JsonNode.DeepEquals(value["roleRef"], current["roleRef"]))
        {
            errors.Add(FieldError.Invalid("roleRef", value["roleRef"], "cannot change roleRef"));
        }

        var index = 0;
        foreach (var subject in value["subjects"] as JsonArray ?? [])
        {
            if (subject.Text("name") is not { Length: > 0 })
            {
                errors.Add(FieldError.Required($"subjects[{index}].name"));
            }

            var kind = subject.Text("kind") ?? "";
            if (!Subjects.Contains(kind))
            {
                errors.Add(FieldError.NotSupported($"subjects[{index}].kind", kind, Subjects));
            }

            if (kind == "ServiceAccount" && plural == "clusterrolebindings" && subject.Text("namespace") is not { Length: > 0 })
            {
                errors.Add(FieldError.Required($"subjects[{index}].namespace"));
            }

            index++;
        }
    }
}
