using System.Globalization;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Since when a user's sign-ins count: a new password and <c>revokeSignInSessions</c> end all that were before.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/conditional-access/concept-continuous-access-evaluation#critical-event-evaluation</remarks>
internal static class UserSessions
{
    /// <summary>Graph's name for it. Only <see cref="Revoke"/> sets it.</summary>
    public const string ValidFromProperty = "signInSessionsValidFromDateTime";

    public static DateTimeOffset ValidFrom(UserRecord user)
    {
        var revoked = DateTimeOffset.TryParse(
            user.Extra.Text(ValidFromProperty), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : default;
        return user.Password is { Start: var start } && start > revoked ? start : revoked;
    }

    /// <summary>Ends all that the user was given before now.</summary>
    public static UserRecord Revoke(UserRecord user, DateTimeOffset now)
    {
        var extra = user.Extra?.Copy() ?? [];
        extra[ValidFromProperty] = GraphTime.Write(now);
        return user with { Extra = extra };
    }

    /// <summary>Why a sign-in that went before gives no tokens any more; null while it does.</summary>
    /// <param name="given">When the user gave the password.</param>
    /// <param name="passwordId">The password that was used: with another one it counts no more.</param>
    public static OAuthError? FindRefusal(TenantRecord tenant, UserRecord? user, DateTimeOffset given, string? passwordId) =>
        user is null ? SignInErrors.UnknownUser(tenant)
        : !user.Enabled ? SignInErrors.DisabledUser()
        : passwordId != user.Password?.KeyId || Ended(user, given) ? SignInErrors.Revoked(given, ValidFrom(user))
        : null;

    /// <summary>True for what was given before, to the second: that is how exact a token's own times are.</summary>
    public static bool Ended(UserRecord user, DateTimeOffset given) => given.ToUnixTimeSeconds() < ValidFrom(user).ToUnixTimeSeconds();
}
