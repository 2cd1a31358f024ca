namespace Verditer.Directory;

/// <summary>For whom a client's own assertion is: the token endpoint, or the authority, in any of the names by which a client may know it.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials#claims-payload</remarks>
internal static class AssertionAudience
{
    private static readonly string[] Paths = ["", "/v2.0", "/oauth2/token", "/oauth2/v2.0/token"];

    public static bool Names(SignedJwt assertion, ClientProof proof) => assertion.Audiences.Any(audience => Names(audience, proof));

    private static bool Names(string audience, ClientProof proof)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var address) || address.Segments is not [_, var tenant, ..]
            || !(SignInAddress.StockHosts.Contains(address.Host, StringComparer.OrdinalIgnoreCase) || IsOwn(address, proof.Host)))
        {
            return false;
        }

        var rest = address.AbsolutePath[(1 + tenant.TrimEnd('/').Length)..].TrimEnd('/');
        return Paths.Contains(rest, StringComparer.OrdinalIgnoreCase) && IsTenant(tenant.TrimEnd('/'), proof.Tenant);
    }

    private static bool IsTenant(string name, TenantRecord tenant) =>
        SignInTenant.IsImplied(name) || name.Equals(tenant.Id, StringComparison.OrdinalIgnoreCase) || name.Equals(tenant.Domain, StringComparison.OrdinalIgnoreCase);

    private static bool IsOwn(Uri address, string? host) => address.Authority.Equals(host, StringComparison.OrdinalIgnoreCase);
}
