namespace Verditer.Directory;

/// <summary>Who a token is for.</summary>
/// <param name="ClientAuthentication"><c>appidacr</c>: 1 for a secret, 2 for a certificate or a managed identity.</param>
/// <param name="Capabilities"><c>xms_cc</c>: what the client says that it can do (CP1: claims challenges).</param>
internal sealed record TokenSubject(ServicePrincipalRecord Principal, string ClientAuthentication, IReadOnlyList<string> Capabilities)
{
    /// <summary>The app roles that it has on the API, as they stand in its token.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
}
