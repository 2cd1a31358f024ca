using System.Runtime.CompilerServices;
using System.Text;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>Commands as they must be typed. What comes from data is one word to a shell, whatever is in it.</summary>
internal static class AzCommands
{
    /// <summary>By this much ahead of the host's clock, a secret of a year, which az reckons by the host's, ends too soon or has ended.</summary>
    private static readonly TimeSpan FarAhead = TimeSpan.FromDays(300);

    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    /// <summary>A command line; each value in it is put in quotes where that is needed.</summary>
    public static string Line(CommandLine line) => line.ToString();

    public static string Assign(string objectId, PrincipalKind kind, string role, string scope) =>
        Line($"az role assignment create --assignee-object-id {objectId} --assignee-principal-type {kind.ToString()} --role {role} --scope {scope}");

    public static string Unassign(string assignmentId) => Line($"az role assignment delete --ids {assignmentId}");

    /// <param name="offset">How far Verditer's clock is ahead of the host's: the new secret lasts for a year by Verditer's.</param>
    public static string ResetSecret(string? clientId, TimeSpan offset)
    {
        var reset = Line($"az ad app credential reset --id {clientId} --append");
        return offset > FarAhead ? $"{reset} --years {(int)Math.Ceiling((offset + Year) / Year)}" : reset;
    }

    /// <summary>One word of a POSIX shell: what it would take apart or replace goes into single quotes.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '@')
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>Text of which only what is written in the source reaches the shell as it is.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct CommandLine
    {
        private readonly StringBuilder _text;

        public CommandLine(int literalLength, int holes) => _text = new(literalLength + (holes * 16));

        public void AppendLiteral(string text) => _text.Append(text);

        public void AppendFormatted(string? value) => _text.Append(Quote(value ?? ""));

        public override string ToString() => _text.ToString();
    }
}
