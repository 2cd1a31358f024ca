using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Signs tokens.</summary>
internal sealed class TokenMint(KeyRing keys, DirectoryOptions options, TimeProvider time)
{
    /// <summary>Entra dates its tokens back by five minutes, for resources whose clock is slow.</summary>
    public static readonly TimeSpan DatedBack = TimeSpan.FromMinutes(5);

    public AccessToken Issue(TokenSubject subject, ResolvedResource resource)
    {
        var now = time.GetUtcNow();
        var lifetime = subject.Principal.ResourceId is null ? options.TokenLifetime : options.ManagedIdentityTokenLifetime;
        var (issued, expires) = (now - DatedBack, now + lifetime);
        using var payload = JsonBuffer.Rent();
        TokenPayload.Write(payload.Writer, subject, resource, issued, expires);
        return new(keys.Signer(subject.Principal.TenantId).Sign(payload.Written.Span), issued, expires, resource.Audience);
    }
}
