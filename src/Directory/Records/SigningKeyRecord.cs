namespace Verditer.Directory;

/// <summary>A tenant's signing key, as it is stored.</summary>
/// <param name="SealedKey">The PKCS#8 private key, sealed by the host's secret protector.</param>
/// <param name="Certificate">The self-signed certificate (DER) that the key set shows as <c>x5c</c>.</param>
/// <param name="Retired">When a newer key took its place; it still validates (UTC, Verditer's clock).</param>
public sealed record SigningKeyRecord(
    string TenantId, string Kid, DateTimeOffset Created, byte[] SealedKey, byte[] Certificate, DateTimeOffset? Retired)
{
    /// <summary>What the key is sealed for.</summary>
    public static string Purpose(string tenantId) => $"directory/signing-key/{tenantId}";
}
