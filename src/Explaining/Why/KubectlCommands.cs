namespace Verditer.Explaining;

/// <summary>Commands of kubectl as they must be typed in a POSIX shell.</summary>
internal static class KubectlCommands
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>The option by which a binding names a user, or the service account behind one.</summary>
    public static string Subject(string user) => user.StartsWith(AccountPrefix, StringComparison.Ordinal)
        ? "--serviceaccount=" + Quote(user[AccountPrefix.Length..])
        : "--user=" + Quote(user);

    /// <summary>Names come from certificates, tokens and headers: nothing in them may mean anything to the shell.</summary>
    public static string Quote(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '-' or '_' or '.' or ':' or '@')
        ? word
        : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>A name for a new object: letters, digits and hyphens.</summary>
    public static string NameOf(params IEnumerable<string> words) => string.Concat(string.Join('-', words)
        .ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-') is { Length: > 0 } name ? name[..Math.Min(name.Length, 60)].TrimEnd('-') : "granted";
}
