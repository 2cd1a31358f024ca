using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The commands that mend a case: those of the known mistakes first, then roles that would do, least privilege first.</summary>
public sealed class Mending(IAccessExplainer explainer, ClusterCatalog scopes)
{
    private const int Most = 3;

    public async Task<IReadOnlyList<MendingCommand>> FindAsync(Case it, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        List<MendingCommand> commands = [.. findings.SelectMany(f => f.Commands)];
        if (it is { Caller: { } caller, Explanation: { } explanation })
        {
            commands.AddRange(await RolesAsync(explanation, caller.Kind, cancellationToken));
        }

        return [.. commands.DistinctBy(c => c.Text)];
    }

    /// <summary>The roles that would allow what was asked, given on the nearest scope that exists; none where it is allowed, or where no role would help.</summary>
    public async Task<IReadOnlyList<MendingCommand>> RolesAsync(AccessExplanation explanation, PrincipalKind kind, CancellationToken cancellationToken)
    {
        if (explanation.Allowed || explanation.DenyAssignments.Any(d => d.Verdict == DenyVerdict.Denies))
        {
            return [];
        }

        var scope = await scopes.NearestAsync(explanation.Scope, cancellationToken);
        return
        [
            .. SuitableRoles.Of(explainer.LeastPrivilege(explanation.Action, explanation.IsDataAction), explanation.Action).Take(Most).Select(role => new MendingCommand(
                AzCommands.Assign(explanation.Subject.ObjectId, kind, role.Name, scope), Describe(role))),
        ];
    }

    private static string Describe(SuggestedRole role) => $"{role.Name}{(role.Operations > 0 ? $" ({role.Operations} operations)" : "")}: {role.Description}";
}
