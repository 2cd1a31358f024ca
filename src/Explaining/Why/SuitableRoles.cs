using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>Of the roles that would do, those that a person would give, the best first.</summary>
internal static class SuitableRoles
{
    /// <param name="leastPrivilege">As <see cref="IAccessExplainer.LeastPrivilege"/> orders them.</param>
    public static IEnumerable<SuggestedRole> Of(IReadOnlyList<SuggestedRole> leastPrivilege, string action)
    {
        var isRead = action.EndsWith("/read", StringComparison.OrdinalIgnoreCase);
        var ordered = leastPrivilege
            .OrderBy(role => role.IsForOtherThings).ThenBy(role => isRead && !OnlyReads(role))
            .ThenBy(role => !UsualRoles.Has(role.Name)).ThenBy(role => !role.IsOfService).ToList();
        if (isRead && ordered is [var first, ..] && OnlyReads(first))
        {
            ordered.RemoveAll(role => !OnlyReads(role));
        }

        var usual = ordered.Find(role => UsualRoles.Has(role.Name));
        return ordered.Where(role => usual is null || UsualRoles.Has(role.Name) || (IsKnown(role) && role.Operations < usual.Operations));
    }

    private static bool OnlyReads(SuggestedRole role) => IsKnown(role) && role.Changes == 0;

    private static bool IsKnown(SuggestedRole role) => role.Operations > 0;
}
