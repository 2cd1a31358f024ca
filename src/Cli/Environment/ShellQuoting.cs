using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>Writes variables so that a shell reads back exactly their values.</summary>
internal static class ShellQuoting
{
    private static readonly Dictionary<string, Func<KeyValuePair<string, string>, string>> Lines = new(StringComparer.Ordinal)
    {
        ["sh"] = v => $"export {v.Key}='{v.Value.Replace("'", @"'\''", StringComparison.Ordinal)}'",
        ["fish"] = v => $"set -gx {v.Key} '{v.Value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'",
        ["powershell"] = v => $"$env:{v.Key} = '{v.Value.Replace("'", "''", StringComparison.Ordinal)}'",
    };

    /// <param name="shell">sh, fish, powershell or json.</param>
    public static string Write(string shell, IReadOnlyList<KeyValuePair<string, string>> variables) => shell == "json"
        ? Json.ToText(new JsonObject(variables.Select(v => KeyValuePair.Create<string, JsonNode?>(v.Key, v.Value))))
        : string.Join('\n', variables.Select(Lines[shell]));
}
