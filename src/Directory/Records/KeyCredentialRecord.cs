namespace Verditer.Directory;

/// <summary>A certificate that proves who a client is, as it is stored: its public part only.</summary>
/// <param name="KeyId">GUID.</param>
/// <param name="Certificate">X.509, DER.</param>
/// <param name="Thumbprint">SHA-1 of the certificate, upper-case hexadecimal; Graph's <c>customKeyIdentifier</c> when none was given.</param>
/// <param name="Start">Not valid before (UTC, Verditer's clock).</param>
/// <param name="End">Not valid from then on (UTC, Verditer's clock).</param>
public sealed record KeyCredentialRecord(
    string KeyId, string? DisplayName, string Thumbprint, DateTimeOffset Start, DateTimeOffset End, byte[] Certificate)
{
    /// <summary>Graph's <c>usage</c>: <c>Verify</c> for a client's certificate.</summary>
    public string Usage { get; init; } = "Verify";

    /// <summary>Graph's <c>customKeyIdentifier</c>, where the client chose one.</summary>
    public byte[]? CustomKeyIdentifier { get; init; }
}
