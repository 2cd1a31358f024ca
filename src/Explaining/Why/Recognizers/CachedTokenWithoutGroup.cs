using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The caller came into a group after its token was made.</summary>
internal sealed class CachedTokenWithoutGroup : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Explanation: { } explanation } || explanation.Assignments.FirstOrDefault(a => a.Verdict == AssignmentVerdict.GroupNotInToken) is not { } held)
        {
            return null;
        }

        var group = explanation.Identities.FirstOrDefault(i => i.ObjectId.Equals(held.PrincipalId, StringComparison.OrdinalIgnoreCase));
        var until = caller.TokenEnds is { } end ? RefusalFacts.Time(end) : "its end";
        return new("cached-token-without-group", $"The token is older than the membership in the group '{group?.DisplayName ?? held.PrincipalId}'.",
            $"{held.RoleName} at {held.Scope} is held by the group. Groups are in the token; this one does not know of it until {until}. "
            + "A managed identity's token is kept by the metadata service for up to 24 hours.",
            new MendingCommand("az login", "a person's next sign-in knows the group"),
            new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, held.RoleName ?? held.RoleId, held.Scope), "gives the role to the principal itself, which is seen at once"));
    }
}
