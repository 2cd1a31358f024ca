using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Verditer.Authorization.Tests;

internal sealed record Allowance(string[] Actions, string[] NotActions, string[] DataActions, string[] NotDataActions)
{
    public JsonObject ToJson() => Roles.Permission(Actions, NotActions, DataActions, NotDataActions);

    public override string ToString() => ToJson().ToJsonString();
}

internal sealed record Given(string Principal, int Role, string Scope);

internal sealed record Forbidden(string[] Principals, string[] Excluded, Allowance What, string Scope, bool OnlyHere)
{
    public override string ToString() => $"{string.Join(',', Principals)} but {string.Join(',', Excluded)}: {What} at {Scope} {OnlyHere}";
}

/// <param name="Places">The management groups of the subscriptions s1 and s2.</param>
internal sealed record World(Allowance[][] Roles, Given[] Given, Forbidden[] Denied, string[] Places)
{
    public override string ToString() =>
        $"roles {string.Join(" | ", Roles.Select(r => string.Join(" + ", r.AsEnumerable())))}; given {string.Join(", ", Given.AsEnumerable())}; denied {string.Join(", ", Denied.AsEnumerable())}; places {string.Join(',', Places)}";
}

internal sealed record Question(string Who, string[] Groups, string Action, string Scope, bool IsData)
{
    public override string ToString() => $"{Who} ({string.Join(',', Groups)}) {Action} at {Scope}, data {IsData}";
}

/// <summary>What Azure's documentation says, word for word and without any index: regular expressions, lists of segments, every assignment each time.</summary>
internal static class Model
{
    /// <summary>g1 holds g2; g3 stands beside them.</summary>
    public static readonly IReadOnlyList<(string Name, string? Parent)> Groups = [("g1", null), ("g2", "g1"), ("g3", null)];

    public static bool Answer(World world, Question question)
    {
        string[] ids = [question.Who, .. question.Groups];
        var given = world.Given.Any(g => ids.Contains(g.Principal) && Holds(world, g.Scope, question.Scope) && world.Roles[g.Role].Any(p => Gives(p, question.Action, question.IsData)));
        var denied = world.Denied.Any(d => (d.Principals.Contains(DenyAssignment.Everyone) || d.Principals.Intersect(ids).Any()) && !d.Excluded.Intersect(ids).Any()
            && Gives(d.What, question.Action, question.IsData)
            && (d.OnlyHere ? Same(d.Scope, question.Scope) : Holds(world, d.Scope, question.Scope)));
        return given && !denied;
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private static bool Gives(Allowance permission, string action, bool isData)
    {
        var (yes, no) = isData ? (permission.DataActions, permission.NotDataActions) : (permission.Actions, permission.NotActions);
        return yes.Any(p => Matches(p, action)) && !no.Any(p => Matches(p, action));
    }

    /// <summary>A wildcard stands for any characters; between two slashes also for nothing together with one of them.</summary>
    private static bool Matches(string pattern, string action) =>
        Regex.IsMatch(action, "^" + Regex.Escape(pattern).Replace("/\\*/", "/(.*/)?").Replace("\\*", ".*") + "$", RegexOptions.IgnoreCase);

    private static bool Holds(World world, string outer, string inner) => Above(world, inner).Any(s => Same(s, outer));

    private static IEnumerable<string> Above(World world, string scope)
    {
        var segments = scope.Trim('/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (var count = segments.Length; count > 0; count--)
        {
            yield return "/" + string.Join('/', segments.Take(count));
        }

        var group = scope.StartsWith("/providers", StringComparison.OrdinalIgnoreCase) ? segments[^1]
            : segments.Length > 1 ? world.Places[segments[1] == "s1" ? 0 : 1] : null;
        for (; group is not null; group = Groups.Single(g => g.Name == group).Parent)
        {
            yield return "/providers/Microsoft.Management/managementGroups/" + group;
        }

        yield return "/";
    }
}
