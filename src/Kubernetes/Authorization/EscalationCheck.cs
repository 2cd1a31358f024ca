using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Nobody grants what he does not hold: a role may contain, and a binding may give, only permissions that its writer has, unless he may <c>escalate</c> or
/// <c>bind</c>. Source: kubernetes/pkg/registry/rbac.
/// </summary>
internal sealed class EscalationCheck(RbacAuthorizer authorizer) : IAdmission
{
    private const string Group = "rbac.authorization.k8s.io";

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (request.Kind.Group != Group || ReferenceEquals(request.User, UserInfo.Loopback))
        {
            return null;
        }

        return request.Kind.Plural is "roles" or "clusterroles" ? Role(request) : Binding(request);
    }

    private KubernetesError? Role(AdmissionRequest request)
    {
        // Labels count too: by them a role's rules are gathered into others.
        if (request.Current is { } current && JsonNode.DeepEquals(current["rules"], request.Value["rules"])
            && JsonNode.DeepEquals(current["aggregationRule"], request.Value["aggregationRule"])
            && JsonNode.DeepEquals(current.At("metadata", "labels"), request.Value.At("metadata", "labels")))
        {
            return null;
        }

        if (authorizer.Allows(request.User, new("escalate", Group, request.Kind.Plural, request.Namespace, request.Value.Name(), "")))
        {
            return null;
        }

        var rules = (request.Value["rules"] as JsonArray ?? []).Select(PolicyRule.Of);
        return Refuse(request, request.Value["aggregationRule"] is null ? rules : rules.Append(new(["*"], ["*"], ["*"], [], [])).Append(new(["*"], [], [], [], ["*"])));
    }

    private KubernetesError? Binding(AdmissionRequest request)
    {
        var reference = request.Value["roleRef"];
        if (request.Current is { } current && JsonNode.DeepEquals(current["roleRef"], reference) && JsonNode.DeepEquals(current["subjects"], request.Value["subjects"]))
        {
            return null;
        }

        var plural = reference.Text("kind") == "Role" ? "roles" : "clusterroles";
        if (authorizer.Allows(request.User, new("bind", Group, plural, request.Namespace, reference.Text("name") ?? "", "")))
        {
            return null;
        }

        return authorizer.RulesOfRole(reference, request.Namespace) is { } rules
            ? Refuse(request, rules)
            : KubernetesErrors.NotFound(new(Group, plural), reference.Text("name") ?? "");
    }

    private KubernetesError? Refuse(AdmissionRequest request, IEnumerable<PolicyRule> rules)
    {
        if (authorizer.NotHeld(request.User, request.Namespace, rules) is not { } missing)
        {
            return null;
        }

        var groups = string.Join(" ", request.User.Groups.Select(group => $"\"{group}\""));
        return KubernetesErrors.Forbidden(
            request.Kind.Resource,
            request.Value.Name(),
            $"user \"{request.User.Name}\" (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:\n{missing}");
    }
}
