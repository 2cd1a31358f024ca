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
            .OrderBy(role => role.IsForOtherThings).ThenBy(role => isRead && role.Changes > 0)
            .ThenBy(role => !UsualRoles.Has(role.Name)).ThenBy(role => !role.IsOfService).ToList();
        var onlyReads = isRead && ordered is [{ Changes: 0 }, ..];
        var usual = ordered.Find(role => UsualRoles.Has(role.Name));
        return ordered.Where(role =>
            (UsualRoles.Has(role.Name) || usual is null || role.Operations < usual.Operations) && !(onlyReads && role.Changes > 0));
    }
}
