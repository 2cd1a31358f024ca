namespace Verditer.Directory;

/// <summary>A request to sign a user in, whose form is right and whose redirect URI belongs to its client.</summary>
/// <param name="TenantName">As the address has it.</param>
/// <param name="Tenant">The tenant that the address names; null where the user decides.</param>
/// <param name="Access">What the client will ask a token for.</param>
internal sealed record AuthorizationRequest(
    string TenantName, TenantRecord? Tenant, bool V1, string ClientId, string ClientName, string RedirectUri, bool IsPublicRedirect,
    IReadOnlyList<string> ResponseTypes, string ResponseMode, RequestedAccess Access, string? Origin)
{
    public string? State { get; init; }

    public string? Nonce { get; init; }

    public string? LoginHint { get; init; }

    public IReadOnlyList<string> Prompts { get; init; } = [];

    public bool WantsClientInfo { get; init; }

    public CodeChallenge? Challenge { get; init; }
}
