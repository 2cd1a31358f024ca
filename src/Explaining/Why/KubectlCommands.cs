namespace Verditer.Explaining;

/// <summary>Commands of kubectl as they must be typed in a POSIX shell.</summary>
internal static class KubectlCommands
{
    private const string AccountPrefix = "system:serviceaccount:";

    /// <summary>The option by which a binding names a user, or the service account behind one.</summary>
    public static string Subject(string user) => user.StartsWith(AccountPrefix, StringComparison.Ordinal)
        ? "--serviceaccount=" + AzCommands.Quote(user[AccountPrefix.Length..])
        : "--user=" + AzCommands.Quote(user);

    /// <summary>A name for a new object: letters, digits and hyphens.</summary>
    public static string NameOf(params IEnumerable<string> words) => string.Concat(string.Join('-', words)
        .ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-') is { Length: > 0 } name ? name[..Math.Min(name.Length, 60)].TrimEnd('-') : "granted";
}
