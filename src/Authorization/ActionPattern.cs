namespace Verditer.Authorization;

/// <summary>A pattern such as <c>Microsoft.Compute/*/read</c>: <c>*</c> stands for any characters, <c>/</c> among them; letters are compared without case.</summary>
public sealed class ActionPattern(string text)
{
    private readonly string[] _parts = text.Split('*');

    public string Text { get; } = text;

    public bool Matches(ReadOnlySpan<char> action)
    {
        if (_parts.Length == 1)
        {
            return action.Equals(Text, StringComparison.OrdinalIgnoreCase);
        }

        var (first, last) = (_parts[0], _parts[^1]);
        if (action.Length < first.Length + last.Length
            || !action.StartsWith(first, StringComparison.OrdinalIgnoreCase)
            || !action.EndsWith(last, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var rest = action[first.Length..(action.Length - last.Length)];
        for (var i = 1; i < _parts.Length - 1; i++)
        {
            var at = rest.IndexOf(_parts[i], StringComparison.OrdinalIgnoreCase);
            if (at < 0)
            {
                return false;
            }

            rest = rest[(at + _parts[i].Length)..];
        }

        return true;
    }

    public override string ToString() => Text;
}
