using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>What was asked of the roles, and what each assignment said to it.</summary>
internal static class AccessReport
{
    public static void Add(JsonObject report, RefusedAccess access, AccessExplanation explanation, int leftOut)
    {
        report["question"] = new JsonObject
        {
            ["action"] = explanation.Action,
            ["scope"] = explanation.Scope,
            ["isDataAction"] = explanation.IsDataAction,
            ["for"] = access.For is { } wanted ? new JsonObject { ["action"] = wanted.Action, ["scope"] = wanted.Scope } : null,
        };
        report["allowed"] = explanation.Allowed;
        report["decidedBy"] = explanation.DecidedBy;
        report["assignments"] = new JsonArray([.. explanation.Assignments.Select(a => Write(a, explanation))]);
        report["assignmentsLeftOut"] = leftOut;
        report["denyAssignments"] = new JsonArray([.. explanation.DenyAssignments.Select(Write)]);
    }

    private static JsonNode Write(ConsideredAssignment assignment, AccessExplanation explanation) => new JsonObject
    {
        ["id"] = assignment.Id,
        ["role"] = assignment.RoleName,
        ["roleId"] = assignment.RoleId,
        ["scope"] = assignment.Scope,
        ["principalId"] = assignment.PrincipalId,
        ["through"] = Through(assignment, explanation),
        ["verdict"] = assignment.Verdict.ToString(),
        ["words"] = VerdictWords.Of(assignment.Verdict),
        ["visibleFrom"] = assignment.VisibleFrom is { } from ? RefusalFacts.Time(from) : null,
    };

    private static JsonNode Write(ConsideredDeny deny) => new JsonObject
    {
        ["id"] = deny.Id,
        ["name"] = deny.Name,
        ["scope"] = deny.Scope,
        ["verdict"] = deny.Verdict.ToString(),
        ["words"] = VerdictWords.Of(deny.Verdict),
    };

    /// <summary>The name of the group that holds it; null for the principal's own.</summary>
    private static string? Through(ConsideredAssignment assignment, AccessExplanation explanation) =>
        explanation.Identities.Skip(1).FirstOrDefault(i => i.ObjectId.Equals(assignment.PrincipalId, StringComparison.OrdinalIgnoreCase)) is { } group
            ? group.DisplayName ?? group.ObjectId
            : null;
}
