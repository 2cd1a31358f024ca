namespace Verditer.Directory;

/// <summary>Who asked for tokens, and what became of it.</summary>
public interface ISignInLog
{
    /// <summary>A tenant's sign-ins, newest first.</summary>
    /// <param name="limit">At most so many.</param>
    IReadOnlyList<SignIn> Read(string tenantId, int limit = 100);

    /// <summary>Sign-ins of all tenants, and those that named none, newest first.</summary>
    IReadOnlyList<SignIn> Find(Func<SignIn, bool> fits, int limit = 100);
}
