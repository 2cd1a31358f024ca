using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Directory;

internal enum SecretVerdict
{
    Valid,
    Wrong,
    Expired,
    NotYetValid,
}

/// <summary>Compares a secret with the stored credentials, in constant time. Slow hashes are computed once for each right secret.</summary>
internal sealed class SecretVerifier
{
    private const int MostRemembered = 10_000;

    private readonly byte[] _processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, byte[]> _verified = new();

    /// <param name="keyId">The password that it is, or was.</param>
    public SecretVerdict Verify(IEnumerable<PasswordRecord> passwords, string secret, DateTimeOffset now, out string? keyId)
    {
        var verdict = SecretVerdict.Wrong;
        keyId = null;
        foreach (var password in passwords)
        {
            if (!Matches(password, secret))
            {
                continue;
            }

            keyId = password.KeyId;
            if (password.Start <= now && now < password.End)
            {
                return SecretVerdict.Valid;
            }

            verdict = now < password.Start ? SecretVerdict.NotYetValid : SecretVerdict.Expired;
        }

        return verdict;
    }

    private bool Matches(PasswordRecord password, string secret)
    {
        if (password.Algorithm == SecretHash.Generated)
        {
            return IsSame(password, secret);
        }

        var seen = HMACSHA256.HashData(_processKey, (byte[])[.. password.Hash, .. Encoding.UTF8.GetBytes(secret)]);
        if (_verified.TryGetValue(password.KeyId, out var known) && CryptographicOperations.FixedTimeEquals(known, seen))
        {
            return true;
        }

        if (!IsSame(password, secret))
        {
            return false;
        }

        if (_verified.Count >= MostRemembered)
        {
            _verified.Clear();
        }

        _verified[password.KeyId] = seen;
        return true;
    }

    private static bool IsSame(PasswordRecord password, string secret) =>
        CryptographicOperations.FixedTimeEquals(password.Hash, SecretHash.Compute(password.Algorithm, password.Salt, secret));
}
