namespace Verditer.Directory;

/// <summary>Which passwords a user may have: 8 to 256 characters of three kinds out of four, without the user's name.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy#password-policies-that-only-apply-to-cloud-user-accounts</remarks>
internal static class PasswordRules
{
    private const int Fewest = 8;
    private const int Most = 256;
    private const int FewestKinds = 3;

    private static readonly Func<char, bool>[] Kinds =
        [char.IsAsciiLetterLower, char.IsAsciiLetterUpper, char.IsAsciiDigit, c => char.IsAscii(c) && !char.IsAsciiLetterOrDigit(c)];

    /// <summary>Whole classes of guesses that people make first.</summary>
    private static readonly string[] Banned = ["password", "passw0rd", "p@ssword", "p@ssw0rd", "12345678", "qwerty", "welcome", "letmein"];

    public static bool Allows(string password, string userPrincipalName)
    {
        var name = userPrincipalName.Split('@')[0];
        return password.Length is >= Fewest and <= Most
            && Kinds.Count(kind => password.Any(kind)) >= FewestKinds
            && password.All(c => char.IsAscii(c) && !char.IsControl(c))
            && !password.Contains(name, StringComparison.OrdinalIgnoreCase)
            && !IsBanned(password);
    }

    public static GraphError TooWeak()
    {
        const string Message = "The specified password does not comply with password complexity requirements. Please provide a different password.";
        return GraphError.Bad(Message) with { Detail = new("PasswordComplexity", Message, "password") };
    }

    /// <summary>A banned word with little around it is as easy to guess.</summary>
    private static bool IsBanned(string password) =>
        Banned.Any(word => password.Contains(word, StringComparison.OrdinalIgnoreCase) && password.Length - word.Length < 5);
}
