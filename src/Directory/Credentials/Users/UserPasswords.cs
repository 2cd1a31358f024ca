using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A user who gave the right password, or why not.</summary>
internal readonly record struct ProvenUser(UserRecord? User, OAuthError? Error);

/// <summary>Checks users' names and passwords.</summary>
internal sealed class UserPasswords(DirectoryIndex index, SecretVerifier secrets, SmartLockout lockout, TimeProvider time)
{
    /// <summary>What is compared where there is no user, so that an answer takes as long as a wrong password's.</summary>
    private readonly PasswordRecord _nobodys = SecretHash.MakeUnmatched();

    /// <summary>The tenant of a user's name: the one that the address names, otherwise the one whose domain it is.</summary>
    public TenantRecord? FindTenant(TenantRecord? named, string userName) =>
        named ?? index.TenantsByDomain.Find(userName[(userName.LastIndexOf('@') + 1)..]);

    public UserRecord? Find(TenantRecord tenant, string userName) => index.UsersByName.Find(DirectoryIndex.Key(tenant.Id, userName));

    /// <param name="mayHaveToChange">True where the caller lets the user change the password.</param>
    public ProvenUser Verify(TenantRecord tenant, string userName, string password, bool mayHaveToChange, SignInAttempt attempt)
    {
        var user = Find(tenant, userName);
        (attempt.TenantId, attempt.UserPrincipalName, attempt.UserId) = (tenant.Id, userName, user?.Id);
        var error = user is null ? RefuseUnknown(tenant, password) : FindRefusal(user, password, mayHaveToChange, attempt);
        return error is null ? new(user, null) : new(null, error);
    }

    private OAuthError RefuseUnknown(TenantRecord tenant, string password)
    {
        secrets.Verify([_nobodys], password, time.GetUtcNow(), out _);
        return SignInErrors.UnknownUser(tenant);
    }

    private OAuthError? FindRefusal(UserRecord user, string password, bool mayHaveToChange, SignInAttempt attempt)
    {
        var verdict = secrets.Verify([user.Password ?? _nobodys], password, time.GetUtcNow(), out var presented);
        attempt.CredentialKeyId = presented?.KeyId;
        if (lockout.IsLocked(user.TenantId, user.Id))
        {
            return SignInErrors.LockedUser();
        }

        if (verdict == SecretVerdict.Wrong)
        {
            lockout.CountWrong(user.TenantId, user.Id, password);
            return lockout.IsLocked(user.TenantId, user.Id) ? SignInErrors.LockedUser() : SignInErrors.WrongPassword();
        }

        lockout.Reset(user.TenantId, user.Id);
        return !user.Enabled ? SignInErrors.DisabledUser()
            : verdict == SecretVerdict.Expired || (user.MustChangePassword && !mayHaveToChange) ? SignInErrors.ExpiredPassword()
            : null;
    }
}
