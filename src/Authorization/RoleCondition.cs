using System.Text.RegularExpressions;

namespace Verditer.Authorization;

/// <summary>
/// The condition of a built-in role's permission. Azure writes most of them as <c>!(ActionMatches{'…'}) OR …</c>: they restrict the actions named so and leave the
/// rest alone. One that names no action restricts all. Source: https://learn.microsoft.com/azure/role-based-access-control/conditions-format
/// </summary>
public sealed partial class RoleCondition(string text)
{
    private readonly ActionPattern[] _actions = [.. Guards().Matches(text).Select(m => new ActionPattern(m.Groups["action"].Value))];

    public string Text { get; } = text;

    /// <summary>True when the condition would have to be evaluated for this action.</summary>
    public bool Restricts(string action) => _actions.Length == 0 || ActionPattern.AnyMatches(_actions, action);

    public override string ToString() => Text;

    [GeneratedRegex(@"!\s*\(\s*ActionMatches\s*\{\s*'(?<action>[^']*)'\s*\}\s*\)", RegexOptions.IgnoreCase)]
    private static partial Regex Guards();
}
