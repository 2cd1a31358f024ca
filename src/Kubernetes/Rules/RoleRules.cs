using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>Roles: each rule says what may be done, and to what. Source: <c>pkg/apis/rbac/validation</c>.</summary>
internal sealed class RoleRules(string plural) : KindRules
{
    private readonly bool _namespaced = plural == "roles";

    public override GroupResource Resource => new("rbac.authorization.k8s.io", plural);

    /// <summary>The list is shown even where there is none.</summary>
    public override void Default(JsonObject value) => value["rules"] ??= null;

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (value["aggregationRule"] is JsonObject gathered && !Has(gathered, "clusterRoleSelectors"))
        {
            errors.Add(FieldError.Required("aggregationRule.clusterRoleSelectors", "at least one clusterRoleSelector required if aggregationRule is non-nil"));
        }

        var index = 0;
        foreach (var rule in value["rules"] as JsonArray ?? [])
        {
            Rule(rule as JsonObject ?? [], $"rules[{index++}]", errors);
        }
    }

    private void Rule(JsonObject rule, string field, List<FieldError> errors)
    {
        if (!Has(rule, "verbs"))
        {
            errors.Add(FieldError.Required($"{field}.verbs", "verbs must contain at least one value"));
        }

        if (Has(rule, "nonResourceURLs"))
        {
            Urls(rule, $"{field}.nonResourceURLs", errors);
            return;
        }

        if (!Has(rule, "apiGroups"))
        {
            errors.Add(FieldError.Required($"{field}.apiGroups", "resource rules must supply at least one api group"));
        }

        if (!Has(rule, "resources"))
        {
            errors.Add(FieldError.Required($"{field}.resources", "resource rules must supply at least one resource"));
        }
    }

    private void Urls(JsonObject rule, string field, List<FieldError> errors)
    {
        if (_namespaced)
        {
            errors.Add(FieldError.Invalid(field, rule["nonResourceURLs"], "namespaced rules cannot apply to non-resource URLs"));
        }

        if (Has(rule, "apiGroups") || Has(rule, "resources") || Has(rule, "resourceNames"))
        {
            errors.Add(FieldError.Invalid(field, rule["nonResourceURLs"], "rules cannot apply to both regular resources and non-resource URLs"));
        }
    }

    private static bool Has(JsonObject rule, string member) => rule[member] is JsonArray { Count: > 0 };
}
