namespace Verditer.Directory;

/// <summary>A password credential, as it is stored: never the secret, only what verifies it.</summary>
/// <param name="KeyId">GUID.</param>
/// <param name="Hint">The first three characters, which Graph shows; null for a secret that a person chose.</param>
/// <param name="Start">Not valid before (UTC, Verditer's clock).</param>
/// <param name="End">Not valid from then on (UTC, Verditer's clock).</param>
/// <param name="Algorithm">One of <see cref="SecretHash"/>'s names.</param>
public sealed record PasswordRecord(
    string KeyId, string? DisplayName, string? Hint, DateTimeOffset Start, DateTimeOffset End, string Algorithm, byte[] Salt, byte[] Hash);
