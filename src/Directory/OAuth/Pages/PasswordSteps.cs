using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Who signed in by a form, or the page that is shown next.</summary>
internal readonly record struct PasswordStep(BrowserSession? Session, PageContent? Page, OAuthError? Error);

/// <summary>The steps in which a person gives, or changes, the password.</summary>
internal sealed class PasswordSteps(UserPasswords passwords, BrowserSessions sessions, DirectoryWriter writer, TimeProvider time)
{
    private const int Shortest = 8;
    private const int Longest = 256;

    /// <param name="named">The tenant that the address names, if it does.</param>
    public async Task<PasswordStep> TakeAsync(HttpContext context, FormFields form, TenantRecord? named, string client, SignInAttempt attempt)
    {
        var changes = form.Find("step") == "change";
        var (userName, password) = (form.Find("username")?.Trim() ?? "", form.Find("password") ?? "");
        if (passwords.FindTenant(named, userName) is not { } tenant)
        {
            return Again(SignInErrors.NoTenantOfUser(), "We couldn't find an account with that user name.");
        }

        var (user, error) = passwords.Verify(tenant, userName, password, mayHaveToChange: true, attempt);
        if (user is null)
        {
            return error!.Number == SignInErrors.ExpiredPassword().Number && !changes
                ? new(null, SignInPages.ChangePassword(userName), null)
                : Again(error, Explain(error));
        }

        if (changes)
        {
            return Problem(form, password) is { } problem
                ? new(null, SignInPages.ChangePassword(userName, problem), null)
                : new(sessions.Begin(context, tenant, await ChangeAsync(user, form.Find("newPassword")!, context.RequestAborted)), null, null);
        }

        return user.MustChangePassword ? new(null, SignInPages.ChangePassword(userName), null) : new(sessions.Begin(context, tenant, user), null, null);

        PasswordStep Again(OAuthError why, string text) =>
            new(null, changes ? SignInPages.ChangePassword(userName, text) : SignInPages.SignIn(client, userName, text), why);
    }

    private static string Explain(OAuthError error) => error.Number switch
    {
        50034 => "This username may be incorrect. Make sure you typed it correctly. Otherwise, contact your admin.",
        50126 => "Your account or password is incorrect. If you don't remember your password, ask your admin to reset it.",
        50053 => "Your account is temporarily locked to prevent unauthorized use. Try again later.",
        _ => error.Text,
    };

    private static string? Problem(FormFields form, string old) => form.Find("newPassword") switch
    {
        null => "Enter a new password.",
        var entered when entered != form.Find("confirmPassword") => "Your passwords must match.",
        var entered when entered == old => "Your new password must differ from the current one.",
        { Length: < Shortest or > Longest } => "A password has 8 to 256 characters.",
        var entered when Kinds(entered) < 3 => "A password has three of these: lower-case letters, upper-case letters, digits, symbols.",
        _ => null,
    };

    private static int Kinds(string password) =>
        new Func<char, bool>[] { char.IsLower, char.IsUpper, char.IsDigit, c => !char.IsLetterOrDigit(c) }.Count(password.Any);

    private async Task<UserRecord> ChangeAsync(UserRecord user, string password, CancellationToken cancellationToken)
    {
        var fresh = SecretHash.Make(password, chosen: true, null, time.GetUtcNow(), DateTimeOffset.MaxValue);
        var key = DirectoryIndex.Key(user.TenantId, user.Id);
        await writer.CommitAsync(
            batch => writer.Index.Users.TryChange(batch, key, record => record with { Password = fresh, MustChangePassword = false }), cancellationToken);
        return writer.Index.Users.Find(key) ?? user;
    }
}
