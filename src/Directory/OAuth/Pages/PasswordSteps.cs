using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Who signed in by a form, or the page that is shown next.</summary>
internal readonly record struct PasswordStep(BrowserSession? Session, PageContent? Page, OAuthError? Error);

/// <summary>The steps in which a person gives, or changes, the password.</summary>
internal sealed class PasswordSteps(
    UserPasswords passwords, BrowserSessions sessions, DirectoryWriter writer, DirectoryAuditLog audits, TimeProvider time)
{
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
            return Problem(form, userName, password) is { } problem
                ? new(null, SignInPages.ChangePassword(userName, problem), null)
                : new(sessions.Begin(context, tenant, await ChangeAsync(user, form.Find("newPassword")!, attempt, context.RequestAborted)), null, null);
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

    private static string? Problem(FormFields form, string userName, string old) => form.Find("newPassword") switch
    {
        null => "Enter a new password.",
        var entered when entered != form.Find("confirmPassword") => "Your passwords must match.",
        var entered when entered == old => "Your new password must differ from the current one.",
        var entered when !PasswordRules.Allows(entered, userName) => "A password has 8 to 256 characters, three of these kinds: lower-case letters, upper-case letters, digits, symbols. "
            + "It does not contain your user name, and is not one that many people choose.",
        _ => null,
    };

    /// <summary>The change and its audit record, in one commit.</summary>
    private async Task<UserRecord> ChangeAsync(UserRecord user, string password, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        var after = UserRules.Set(user, password, mustChange: false, time.GetUtcNow());
        var actor = new AuditActor(user.Id, attempt.ClientId, user.DisplayName, user.UserPrincipalName);
        var key = DirectoryIndex.Key(user.TenantId, user.Id);
        await writer.CommitAsync(
            batch =>
            {
                if (!writer.Index.Users.TryChange(batch, key, record => record with { Password = after.Password, MustChangePassword = false }))
                {
                    return false;
                }

                audits.Note(batch, user.TenantId, actor, AuditActivity.ChangeUserPassword, attempt.CorrelationId, AuditTargets.Of("User", GraphObjects.Show(user), GraphObjects.Show(user)));
                return true;
            },
            cancellationToken);
        return writer.Index.Users.Find(key) ?? user;
    }
}
