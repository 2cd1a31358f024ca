using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Decides by roles and bindings as they are stored now. What a caller may do is computed once and kept until any of them changes. Source: the documentation
/// "Using RBAC Authorization".
/// </summary>
internal sealed class RbacAuthorizer(ObjectStore store)
{
    private const string Group = "rbac.authorization.k8s.io";
    private const string Masters = "system:masters";

    /// <summary>Reviews and impersonation name callers that are not there: what is kept of callers has a bound, and so has the length (characters) of their names and groups.</summary>
    private const int MostRemembered = 4096;
    private const int LongestRemembered = 4096;

    private static readonly GroupResource ClusterRoles = new(Group, "clusterroles");
    private static readonly GroupResource ClusterBindings = new(Group, "clusterrolebindings");
    private static readonly GroupResource Roles = new(Group, "roles");
    private static readonly GroupResource Bindings = new(Group, "rolebindings");

    private volatile Policy? _policy;

    /// <summary>How many callers' rights are kept.</summary>
    internal int Remembered => _policy?.Remembered ?? 0;

    public bool Allows(UserInfo user, in AccessRequest request)
    {
        if (user.Groups.Contains(Masters))
        {
            return true;
        }

        var grants = Current().Of(user);
        return Allows(grants.Everywhere, request)
            || (request.Namespace.Length > 0 && grants.ByNamespace.TryGetValue(request.Namespace, out var rules) && Allows(rules, request));
    }

    /// <summary>All rules that hold for the user in a namespace.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(UserInfo user, string @namespace)
    {
        var grants = Current().Of(user);
        var rules = grants.ByNamespace.TryGetValue(@namespace, out var own) ? [.. grants.Everywhere, .. own] : grants.Everywhere;
        return user.Groups.Contains(Masters) ? [new(["*"], ["*"], ["*"], [], []), new(["*"], [], [], [], ["*"]), .. rules] : rules;
    }

    /// <summary>The rules of a role that a binding names; null when there is no such role.</summary>
    public IReadOnlyList<PolicyRule>? RulesOfRole(JsonNode? reference, string @namespace)
    {
        var name = reference.Text("name") ?? "";
        var found = reference.Text("kind") == "Role" ? store.Find(Roles, @namespace, name) : store.Find(ClusterRoles, "", name);
        return found is null ? null : Current().RulesOf(found);
    }

    /// <summary>The first rule that the user does not hold all of.</summary>
    public PolicyRule? NotHeld(UserInfo user, string @namespace, IEnumerable<PolicyRule> rules)
    {
        foreach (var rule in rules)
        {
            foreach (var permission in rule.Permissions(@namespace))
            {
                if (!Allows(user, permission))
                {
                    return rule;
                }
            }
        }

        return null;
    }

    private static bool Allows(IReadOnlyList<PolicyRule> rules, in AccessRequest request)
    {
        foreach (var rule in rules)
        {
            if (rule.Allows(request))
            {
                return true;
            }
        }

        return false;
    }

    private Policy Current()
    {
        var policy = _policy;
        if (policy is null || !policy.IsCurrent(store))
        {
            _policy = policy = new(store);
        }

        return policy;
    }

    private sealed record Grants(IReadOnlyList<PolicyRule> Everywhere, Dictionary<string, List<PolicyRule>> ByNamespace);

    /// <summary>Roles and bindings of one moment.</summary>
    private sealed class Policy(ObjectStore store)
    {
        private readonly ResourceState _clusterRoles = store.State(ClusterRoles);
        private readonly ResourceState _clusterBindings = store.State(ClusterBindings);
        private readonly ResourceState _roles = store.State(Roles);
        private readonly ResourceState _bindings = store.State(Bindings);
        private readonly ConcurrentDictionary<string, Grants> _grants = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<StoredObject, IReadOnlyList<PolicyRule>> _rules = [];

        public bool IsCurrent(ObjectStore store) =>
            ReferenceEquals(_clusterRoles, store.State(ClusterRoles))
            && ReferenceEquals(_clusterBindings, store.State(ClusterBindings))
            && ReferenceEquals(_roles, store.State(Roles))
            && ReferenceEquals(_bindings, store.State(Bindings));

        public int Remembered => _grants.Count;

        public Grants Of(UserInfo user)
        {
            var key = KeyOf(user);
            if (_grants.TryGetValue(key, out var known))
            {
                return known;
            }

            var grants = Compute(user);
            if (key.Length <= LongestRemembered)
            {
                if (_grants.Count >= MostRemembered)
                {
                    _grants.Clear();
                }

                _grants[key] = grants;
            }

            return grants;
        }

        public IReadOnlyList<PolicyRule> RulesOf(StoredObject role) => _rules.GetOrAdd(role, Read);

        /// <summary>Each part behind its length: a name may contain whatever could separate parts.</summary>
        private static string KeyOf(UserInfo user) => string.Concat(user.Groups.Prepend(user.Name).Select(part => $"{part.Length}:{part}"));

        private Grants Compute(UserInfo user)
        {
            var everywhere = new List<PolicyRule>();
            foreach (var binding in _clusterBindings.List(null).Where(binding => Names(binding.Object, user, "")))
            {
                everywhere.AddRange(Rules(binding.Object, ""));
            }

            var byNamespace = new Dictionary<string, List<PolicyRule>>();
            foreach (var binding in _bindings.List(null).Where(binding => Names(binding.Object, user, binding.Namespace)))
            {
                if (!byNamespace.TryGetValue(binding.Namespace, out var rules))
                {
                    byNamespace[binding.Namespace] = rules = [];
                }

                rules.AddRange(Rules(binding.Object, binding.Namespace));
            }

            return new(everywhere, byNamespace);
        }

        private IReadOnlyList<PolicyRule> Rules(JsonObject binding, string @namespace)
        {
            var name = binding.Text("roleRef", "name") ?? "";
            var role = binding.Text("roleRef", "kind") == "Role" ? _roles.Find(@namespace, name) : _clusterRoles.Find("", name);
            return role is null ? [] : RulesOf(role);
        }

        private IReadOnlyList<PolicyRule> Read(StoredObject role)
        {
            var rules = role.Object["aggregationRule"] is null
                ? role.Object["rules"] as JsonArray
                : ClusterRoleAggregation.Rules(role.Object, [.. _clusterRoles.List(null).Select(one => one.Object)]);
            return [.. (rules ?? []).Select(PolicyRule.Of)];
        }

        private static bool Names(JsonObject binding, UserInfo user, string @namespace) =>
            (binding["subjects"] as JsonArray ?? []).Any(subject => subject.Text("kind") switch
            {
                "User" => subject.Text("name") == user.Name,
                "Group" => user.Groups.Contains(subject.Text("name")),
                "ServiceAccount" => user.Name == $"system:serviceaccount:{subject.Text("namespace") ?? @namespace}:{subject.Text("name")}",
                _ => false,
            });
    }
}
