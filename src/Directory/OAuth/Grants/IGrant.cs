using Verditer.Core;

namespace Verditer.Directory;

/// <summary>One <c>grant_type</c> of the token endpoint. A new grant is a new one of these.</summary>
internal interface IGrant
{
    string GrantType { get; }

    ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken);
}

/// <summary>A request to the token endpoint whose form is right.</summary>
/// <param name="Tenant">The tenant that the address names or the client implies; null when only the user can tell (<c>common</c>).</param>
/// <param name="ByResource">True for v1: <c>resource</c> names the API; otherwise <c>scope</c>.</param>
/// <param name="Origin">The address of a private cloud; null where the client came by one of Entra's names.</param>
/// <param name="Host">Host and port by which the client reached the directory.</param>
internal sealed record TokenRequest(
    TokenParameters Parameters, string TenantName, TenantRecord? Tenant, bool ByResource, string? Origin, string? Host,
    IReadOnlyList<string> Capabilities, SignInAttempt Attempt)
{
    public string ClientId => Parameters.ClientId!;

    /// <summary>The tenant that the address names; null where it leaves that to the user.</summary>
    public TenantRecord? NamedTenant => SignInTenant.IsImplied(TenantName) ? null : Tenant;

    /// <summary>The tenant that the ADFS-shaped authority falls back to.</summary>
    public TenantRecord? OnlyTenant => TenantName.Equals(SignInTenant.Adfs, StringComparison.OrdinalIgnoreCase) ? Tenant : null;

    /// <summary>What the client asks for on a user's behalf.</summary>
    public RequestedAccess? ReadAccess(out OAuthError? refusal)
    {
        refusal = null;
        return ByResource ? RequestedAccess.OfResource(Parameters.Resource) : RequestedAccess.OfScopes(Parameters.Scope ?? "", out refusal);
    }

    public UserSession SessionOf(TenantRecord tenant, UserRecord user, KnownClient client, DateTimeOffset authenticated)
    {
        (Attempt.TenantId, Attempt.UserId, Attempt.UserPrincipalName) = (tenant.Id, user.Id, user.UserPrincipalName);
        return new(tenant, user, client, authenticated, Capabilities, Attempt.IpAddress);
    }
}

/// <summary>What the token endpoint answers: a token and what comes with it, or an error.</summary>
internal sealed record TokenAnswer(AccessToken? Token, OAuthError? Error)
{
    /// <summary>The scopes that were granted, as v2 and user sign-ins tell them.</summary>
    public string? Scope { get; init; }

    public string? RefreshToken { get; init; }

    public string? IdToken { get; init; }

    public string? ClientInfo { get; init; }

    /// <summary>Microsoft's family of clients, whose members share refresh tokens.</summary>
    public string? Family { get; init; }

    public static implicit operator TokenAnswer(OAuthError error) => new(null, error);
}
