using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>Replaces <c>$(NAME)</c> by a variable's value; <c>$$</c> stands for <c>$</c>, and what names no variable stays. Source: the API reference of <c>Container.command</c>.</summary>
internal static class VariableText
{
    public static string Expand(string text, Func<string, string?> find)
    {
        if (!text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i) is > 0 and var end)
            {
                result.Append(find(text[(i + 2)..end]) ?? text[i..(end + 1)]);
                i = end;
            }
            else
            {
                result.Append('$');
            }
        }

        return result.ToString();
    }
}
