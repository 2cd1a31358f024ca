namespace Verditer.Authorization;

/// <summary>
/// A pattern such as <c>Microsoft.Compute/*/read</c>: <c>*</c> stands for any characters, <c>/</c> among them, or for none; letters are compared without case.
/// Between two slashes it may stand for nothing together with one of them: the role Managed Identity Operator has
/// <c>Microsoft.ManagedIdentity/userAssignedIdentities/*/assign/action</c>, and allows <c>…/userAssignedIdentities/assign/action</c>.
/// </summary>
public sealed class ActionPattern(string text)
{
    private readonly string[] _parts = text.Split('*');

    public string Text { get; } = text;

    public bool HasWildcard => _parts.Length > 1;

    public static bool AnyMatches(IReadOnlyList<ActionPattern> patterns, ReadOnlySpan<char> action)
    {
        for (var i = 0; i < patterns.Count; i++)
        {
            if (patterns[i].Matches(action))
            {
                return true;
            }
        }

        return false;
    }

    public bool Matches(ReadOnlySpan<char> action)
    {
        var first = _parts[0];
        if (_parts.Length == 1)
        {
            return action.Equals(first, StringComparison.OrdinalIgnoreCase);
        }

        if (!action.StartsWith(first, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var end = first.Length;
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var start = end - SharedSlash(i);
            var at = action[start..].IndexOf(_parts[i], StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            end = start + at + _parts[i].Length;
        }

        var last = _parts[^1];
        return action.Length - last.Length >= end - SharedSlash(_parts.Length - 1) && action.EndsWith(last, StringComparison.OrdinalIgnoreCase);
    }

    public override string ToString() => Text;

    /// <summary>1 where the slash that ends the part before may be the one that begins this part.</summary>
    private int SharedSlash(int index) => _parts[index - 1].EndsWith('/') && _parts[index].StartsWith('/') ? 1 : 0;
}
