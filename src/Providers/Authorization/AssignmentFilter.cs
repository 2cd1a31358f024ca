using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// The <c>$filter</c> of role assignments: <c>atScope()</c> leaves out what is below the scope, <c>principalId eq</c> and <c>assignedTo()</c> keep one principal's.
/// </summary>
internal static partial class AssignmentFilter
{
    public static bool Matches(StoredResource assignment, string scope, string? filter)
    {
        if (filter is null)
        {
            return true;
        }

        var inherited = Scope.Contains(assignment.Id.Parent!.Key, scope);
        if (filter.Contains("atScope()", StringComparison.OrdinalIgnoreCase) && !inherited)
        {
            return false;
        }

        var principal = Principal().Match(filter);
        return !principal.Success || string.Equals(
            principal.Groups["id"].Value, assignment.Body.Text("properties", "principalId"), StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"(?:principalId\s+eq\s+|assignedTo\()'(?<id>[^']*)'", RegexOptions.IgnoreCase)]
    private static partial Regex Principal();
}
