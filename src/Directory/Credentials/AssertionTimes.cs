using Verditer.Core;

namespace Verditer.Directory;

/// <summary>When an assertion counts, by Verditer's clock.</summary>
internal static class AssertionTimes
{
    /// <summary>How far the client's clock may be off.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static OAuthError? FindRefusal(SignedJwt assertion, DateTimeOffset now) =>
        assertion.Expires is not { } expires ? SignInErrors.MalformedAssertion("The 'exp' claim is missing or invalid.")
        : now >= expires + Skew || (assertion.NotBefore is { } start && now < start - Skew)
            ? SignInErrors.AssertionOutOfTime(now, assertion.NotBefore, expires)
            : null;
}
