using System.Text;

namespace Verditer.Core;

/// <summary>Issues access tokens to holders of an identity, without going over HTTP.</summary>
public interface ITokenIssuer
{
    /// <summary>A token for a managed identity, about 24 hours long, with its <c>xms_mirid</c>. IMDS is the only caller.</summary>
    /// <param name="resource">The audience, as asked for by the client.</param>
    ValueTask<OAuthResult> ForManagedIdentityAsync(ManagedIdentity identity, string resource, CancellationToken cancellationToken = default);

    /// <summary>A token for one of Azure's own services, which works inside this process.</summary>
    ValueTask<OAuthResult> ForFirstPartyAsync(string tenantId, string appId, string resource, CancellationToken cancellationToken = default);

    /// <summary>The client-credentials grant with a secret, checked exactly as at the token endpoint.</summary>
    ValueTask<OAuthResult> ForClientSecretAsync(
        string tenantId, string clientId, string secret, string resource, CancellationToken cancellationToken = default);
}

/// <summary>Validates access tokens: signature, issuer, audience, lifetime, and that the principal still exists.</summary>
public interface ITokenValidator
{
    /// <summary>The bearer of a token for this API, or the refusal (401, with <c>WWW-Authenticate</c>).</summary>
    /// <param name="token">The raw token, without <c>Bearer </c>.</param>
    Result<Caller> Validate(ReadOnlySpan<char> token, Audience audience);
}

/// <summary>A protected API and the audiences that it accepts.</summary>
/// <param name="Name">A short name, such as <c>arm</c>.</param>
/// <param name="Values">The audiences accepted, in Azure's spellings.</param>
public sealed record Audience(string Name, IReadOnlyList<string> Values)
{
    public static readonly Audience ResourceManager = new("arm",
    [
        "https://management.azure.com/", "https://management.azure.com",
        "https://management.core.windows.net/", "https://management.core.windows.net",
    ]);

    public static readonly Audience Graph = new("graph",
    [
        "https://graph.microsoft.com/", "https://graph.microsoft.com", "00000003-0000-0000-c000-000000000000",
        "https://graph.windows.net/", "https://graph.windows.net",
    ]);
}

/// <summary>The token endpoint's answer: a token, or an OAuth error with Azure's AADSTS code.</summary>
public sealed record OAuthResult(AccessToken? Token, OAuthError? Error);

/// <summary>A token as it was issued. It stays in the bytes that were signed: most are copied into an answer and never read as text.</summary>
/// <param name="Utf8">The signed token.</param>
/// <param name="NotBefore">UTC, Verditer's clock.</param>
/// <param name="Expires">UTC, Verditer's clock.</param>
public sealed record AccessToken(ReadOnlyMemory<byte> Utf8, DateTimeOffset NotBefore, DateTimeOffset Expires, string Resource)
{
    /// <summary>The signed token as text, made anew at each call.</summary>
    public string Value => Encoding.ASCII.GetString(Utf8.Span);
}

/// <param name="Status">HTTP status.</param>
/// <param name="Error">OAuth's word, such as <c>invalid_client</c>.</param>
/// <param name="Number">The AADSTS number, such as 7000215.</param>
/// <param name="Text">The description without the <c>AADSTS…:</c> in front and without the trace at the end.</param>
public sealed record OAuthError(int Status, string Error, int Number, string Text)
{
    /// <summary>What a client should do about it, where Entra says so, such as <c>consent_required</c>.</summary>
    public string? Suberror { get; init; }

    /// <summary>After how long the client may ask again; sent as <c>Retry-After</c>.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
