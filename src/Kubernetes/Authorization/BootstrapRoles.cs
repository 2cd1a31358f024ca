using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Reads <c>bootstrap-roles.txt</c> into the objects that a new cluster begins with.</summary>
internal static class BootstrapRoles
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string AggregateTo = "rbac.authorization.k8s.io/aggregate-to-";

    public static IEnumerable<(GroupResource Resource, JsonObject Value)> All()
    {
        var roles = new List<JsonObject>();
        var bindings = new List<JsonObject>();
        foreach (var row in EmbeddedTable.Rows("bootstrap-roles.txt"))
        {
            switch (row[0])
            {
                case "role":
                    roles.Add(Role(row));
                    break;
                case "allow":
                    Rules(roles[^1]).Add((JsonNode)Rule(row));
                    break;
                case "url":
                    Rules(roles[^1]).Add((JsonNode)new JsonObject { ["verbs"] = List(row[1]), ["nonResourceURLs"] = List(row[2]) });
                    break;
                default:
                    bindings.Add(Binding(row));
                    break;
            }
        }

        foreach (var role in roles.Where(role => role["aggregationRule"] is not null))
        {
            role["rules"] = ClusterRoleAggregation.Rules(role, roles);
        }

        return roles.Select(role => (new GroupResource(Group, "clusterroles"), role))
            .Concat(bindings.Select(binding => (new GroupResource(Group, "clusterrolebindings"), binding)));
    }

    private static JsonObject Role(string[] row)
    {
        var labels = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        var role = new JsonObject { ["metadata"] = Metadata(row[1], labels), ["rules"] = new JsonArray() };
        foreach (var option in row.Skip(2).Select(cell => cell.Split('=')))
        {
            if (option[0] == "aggregates")
            {
                role["aggregationRule"] = new JsonObject
                {
                    ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [AggregateTo + option[1]] = "true" } }),
                };
            }
            else
            {
                foreach (var target in option[1].Split(','))
                {
                    labels[AggregateTo + target] = "true";
                }
            }
        }

        return role;
    }

    private static JsonObject Rule(string[] row)
    {
        var rule = new JsonObject
        {
            ["verbs"] = List(row[1]),
            ["apiGroups"] = new JsonArray([.. row[2].Split(',').Select(group => (JsonNode)(group == "core" ? "" : group))]),
            ["resources"] = List(row[3]),
        };
        if (row.Length > 4)
        {
            rule["resourceNames"] = List(row[4]);
        }

        return rule;
    }

    private static JsonObject Binding(string[] row) => new()
    {
        ["metadata"] = Metadata(row[1], new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" }),
        ["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = "ClusterRole", ["name"] = row[1] },
        ["subjects"] = new JsonArray([.. row.Skip(2).Select(Subject)]),
    };

    private static JsonNode Subject(string cell)
    {
        var at = cell.IndexOf(':');
        var (kind, name) = (cell[..at], cell[(at + 1)..]);
        return kind == "ServiceAccount"
            ? new JsonObject { ["kind"] = kind, ["name"] = name.Split('/')[1], ["namespace"] = name.Split('/')[0] }
            : new JsonObject { ["kind"] = kind, ["apiGroup"] = Group, ["name"] = name };
    }

    private static JsonObject Metadata(string name, JsonObject labels) => new()
    {
        ["name"] = name,
        ["labels"] = labels,
        ["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" },
    };

    private static JsonArray Rules(JsonObject role) => (JsonArray)role["rules"]!;

    private static JsonArray List(string cell) => new([.. cell.Split(',').Select(one => (JsonNode)one)]);
}

/// <summary>A cluster role that gathers the rules of others by their labels.</summary>
internal static class ClusterRoleAggregation
{
    public static JsonArray Rules(JsonObject role, IReadOnlyCollection<JsonObject> all)
    {
        var rules = new JsonArray();
        Add(role, all, rules, []);
        return rules;
    }

    private static void Add(JsonObject role, IReadOnlyCollection<JsonObject> all, JsonArray rules, HashSet<string> seen)
    {
        if (role.At("aggregationRule", "clusterRoleSelectors") is not JsonArray selectors)
        {
            return;
        }

        foreach (var other in all.Where(other => other != role && selectors.Any(selector =>
            LabelSelectors.Matches(selector as JsonObject, other.At("metadata", "labels") as JsonObject))))
        {
            if (!seen.Add(other.Name()))
            {
                continue;
            }

            if (other["aggregationRule"] is not null)
            {
                Add(other, all, rules, seen);
                continue;
            }

            foreach (var rule in other["rules"] as JsonArray ?? [])
            {
                rules.Add(rule?.DeepClone());
            }
        }
    }
}
