using System.Text.Json.Nodes;
using CsCheck;
using Verditer.Core;

namespace Verditer.Authorization.Tests;

/// <summary>The evaluator against a plain model that looks at everything, slowly, each time.</summary>
public sealed class EvaluatorPropertyTests
{
    private const string GroupPrefix = "/providers/Microsoft.Management/managementGroups/";

    private static readonly string[] Principals = ["ada", "bob", "team", "all"];
    private static readonly string[] Segments = ["rg1", "rg10", "rg1/providers/Microsoft.Network/virtualNetworks/v", "rg1/providers/Microsoft.Network/virtualNetworks/v2", "RG1"];
    private static readonly string[] Verbs = ["read", "write", "delete", "join/action"];
    private static readonly string[] Types = ["Microsoft.Network/virtualNetworks", "Microsoft.Network/virtualNetworks/subnets", "Microsoft.Compute/disks"];
    private static readonly string[] Patterns =
        ["*", "*/read", "*/write", "Microsoft.Network/*", "microsoft.network/*/read", "Microsoft.Network/virtualNetworks/read", "Microsoft.Compute/*/delete", "*/action", "Microsoft.Network/virtualNetworks/*/join/action"];

    private static readonly Gen<string> Scope = Gen.OneOf(
        Gen.Const("/"),
        Of("g1", "g2", "g3").Select(g => GroupPrefix + g),
        Of("/subscriptions/s1", "/subscriptions/s2", "/SUBSCRIPTIONS/s1"),
        Gen.Select(Of("s1", "s2"), Of(Segments), (s, r) => $"/subscriptions/{s}/resourceGroups/{r}"));

    private static readonly Gen<string[]> Actions = Of(Patterns).Array[0, 3];

    private static readonly Gen<Allowance> Allowances = Gen.Select(Actions, Actions, Actions, Actions, (a, na, d, nd) => new Allowance(a, na, d, nd));

    private static readonly Gen<Given> Assignments = Gen.Select(Of(Principals), Gen.Int[0, 3], Scope, (p, r, s) => new Given(p, r, s));

    private static readonly Gen<Forbidden> Denials = Gen.Select(
        Of([.. Principals, DenyAssignment.Everyone]).Array[1, 2], Of(Principals).Array[0, 2], Allowances, Scope, Gen.Bool,
        (p, x, a, s, here) => new Forbidden(p, x, a, s, here));

    private static readonly Gen<World> Worlds = Gen.Select(
        Allowances.Array[1, 2].Array[4], Assignments.Array[0, 12], Denials.Array[0, 2], Of("g1", "g2", "g3").Array[2],
        (roles, given, denied, places) => new World(roles, given, denied, places));

    private static readonly Gen<Question> Questions = Gen.Select(
        Of("ada", "bob"), Of("team", "all").Array[0, 2], Of(Types), Of(Verbs), Scope, Gen.Bool,
        (who, groups, type, verb, scope, data) => new Question(who, groups, $"{type}/{verb}", scope, data));

    [Fact]
    public void Check_OfAnyWorld_AnswersWhatThePlainModelAnswers() => Gen.Select(Worlds, Questions.Array[20]).Sample((world, questions) =>
    {
        var (evaluator, explainer) = Build(world);
        foreach (var question in questions)
        {
            var expected = Model.Answer(world, question);
            var decision = evaluator.Check(Roles.Caller(question.Who, question.Groups), question.Action, question.Scope, question.IsData);
            decision.Allowed.ShouldBe(expected, $"{question}");
            decision.Allowed.ShouldBe(decision is { RoleAssignmentId: not null, Deny: null });

            var explained = explainer.Explain(Roles.Subject(question.Who, question.Groups), question.Action, question.Scope, question.IsData);
            explained.Allowed.ShouldBe(expected);
            explained.Assignments.Any(a => a.Verdict == AssignmentVerdict.Allows).ShouldBe(decision.RoleAssignmentId is not null);
            (explained.DecidedBy ?? "").ShouldBe((expected ? decision.RoleAssignmentId : decision.Deny?.Id) ?? "");
        }
    }, iter: 400);

    private static (RoleEvaluator, IAccessExplainer) Build(World world)
    {
        var (catalog, assignments, denials, hierarchy) = (new RoleCatalog(), new RoleAssignmentIndex(), new DenyAssignmentIndex(), new ScopeHierarchy());
        var groups = new ManagementGroupIndex(hierarchy);
        foreach (var (name, parent) in Model.Groups)
        {
            groups.Apply((GroupPrefix + name).ToLowerInvariant(), new JsonObject
            {
                ["name"] = name,
                ["properties"] = new JsonObject { ["details"] = new JsonObject { ["parent"] = new JsonObject { ["id"] = parent is null ? null : GroupPrefix + parent } } },
            });
        }

        foreach (var (place, i) in world.Places.Select((p, i) => (p, i)))
        {
            groups.Apply($"{(GroupPrefix + place).ToLowerInvariant()}/subscriptions/s{i + 1}", []);
        }

        foreach (var (role, i) in world.Roles.Select((r, i) => (r, i)))
        {
            catalog.Apply($"/providers/microsoft.authorization/roledefinitions/{RoleId(i)}", new JsonObject
            {
                ["properties"] = new JsonObject { ["permissions"] = new JsonArray([.. role.Select(a => (JsonNode)a.ToJson())]) },
            });
        }

        foreach (var given in world.Given)
        {
            var id = $"{given.Scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";
            assignments.Apply(id.ToLowerInvariant(), new JsonObject
            {
                ["id"] = id,
                ["properties"] = new JsonObject { ["principalId"] = given.Principal, ["roleDefinitionId"] = RoleId(given.Role) },
            });
        }

        foreach (var deny in world.Denied)
        {
            var id = $"{deny.Scope.TrimEnd('/')}/providers/Microsoft.Authorization/denyAssignments/{Guid.NewGuid()}";
            denials.Apply(id.ToLowerInvariant(), new JsonObject
            {
                ["id"] = id,
                ["properties"] = new JsonObject
                {
                    ["permissions"] = new JsonArray(deny.What.ToJson()),
                    ["principals"] = Ids(deny.Principals),
                    ["excludePrincipals"] = Ids(deny.Excluded),
                    ["doNotApplyToChildScopes"] = deny.OnlyHere,
                },
            });
        }

        var visibility = new RoleVisibility(new ImmediateVisibility(), TimeProvider.System);
        var evaluator = new RoleEvaluator(assignments, catalog, denials, hierarchy, visibility);
        return (evaluator, new AccessExplainer(evaluator, visibility, assignments, catalog, denials, hierarchy, new FakeMembership()));
    }

    private static Gen<string> Of(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string RoleId(int index) => $"00000000-0000-0000-0000-00000000000{index + 1}";

    private static JsonArray Ids(string[] ids) => new([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);
}
