using System.Globalization;
using System.Text;

namespace Verditer.ResourceManager.Types;

/// <summary>Where a walk along a body stands.</summary>
internal sealed class JsonPathStack
{
    private readonly List<(string? Name, int Index)> _segments = new(16);

    public int Depth => _segments.Count;

    public void Push(string name) => _segments.Add((name, 0));

    public void Push(int index) => _segments.Add((null, index));

    public void Pop() => _segments.RemoveAt(_segments.Count - 1);

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, index) in _segments)
        {
            if (name is null)
            {
                text.Append(CultureInfo.InvariantCulture, $"[{index}]");
            }
            else if (name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '@' or '$'))
            {
                text.Append(text.Length == 0 ? "" : ".").Append(name);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"['{name.Replace("'", "\\'", StringComparison.Ordinal)}']");
            }
        }

        return text.ToString();
    }
}
