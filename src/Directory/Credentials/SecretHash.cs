using System.Security.Cryptography;
using System.Text;

namespace Verditer.Directory;

/// <summary>
/// What is stored in place of a secret. A generated secret has 256 random bits: no search finds it, so one keyed hash is enough and thousands of
/// tokens a second can be issued. A secret that a person chose can be guessed, so its hash is slow (docs/specs/directory.md).
/// </summary>
internal static class SecretHash
{
    public const string Generated = "hmac-sha256";
    public const string Chosen = "pbkdf2-sha256-600000";

    private const int Rounds = 600_000;

    /// <remarks>Of a chosen secret not a character is kept.</remarks>
    public static PasswordRecord Make(string secret, bool chosen, string? displayName, DateTimeOffset start, DateTimeOffset end)
    {
        var salt = RandomNumberGenerator.GetBytes(32);
        var algorithm = chosen ? Chosen : Generated;
        return new(Guid.NewGuid().ToString(), displayName, chosen ? null : secret[..Math.Min(3, secret.Length)], start, end, algorithm, salt, Compute(algorithm, salt, secret));
    }

    /// <summary>A chosen secret that nobody knows, not even this program: nothing matches it, and to find that takes as long as with any other.</summary>
    public static PasswordRecord MakeUnmatched() =>
        new(Guid.NewGuid().ToString(), null, null, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, Chosen, RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));

    public static byte[] Compute(string algorithm, byte[] salt, string secret) => algorithm switch
    {
        Generated => HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(secret)),
        Chosen => Rfc2898DeriveBytes.Pbkdf2(secret, salt, Rounds, HashAlgorithmName.SHA256, 32),
        _ => throw new CryptographicException($"Unknown secret hash '{algorithm}'."),
    };
}
