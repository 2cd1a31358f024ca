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

/// <summary>
/// Compares a secret with the stored credentials, in constant time. A right one is remembered by a hash under a key of this process, which is quicker
/// than the stored one and prepared once; slow hashes are so computed once for each right secret.
/// </summary>
internal sealed class SecretVerifier
{
    private const int MostRemembered = 10_000;
    private const int HashBytes = 32;

    /// <summary>Bytes. A longer secret is never a generated one.</summary>
    private const int LongestOnStack = 256;

    private readonly byte[] _processKey = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentBag<IncrementalHash> _hashes = [];
    private readonly ConcurrentDictionary<string, byte[]> _verified = new();

    /// <param name="presented">The password that it is, or was; null for a wrong secret.</param>
    public SecretVerdict Verify(IReadOnlyList<PasswordRecord> passwords, string secret, DateTimeOffset now, out PasswordRecord? presented)
    {
        var verdict = SecretVerdict.Wrong;
        presented = null;
        foreach (var password in passwords)
        {
            if (!Matches(password, secret))
            {
                continue;
            }

            presented = password;
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
        Span<byte> seen = stackalloc byte[HashBytes];
        Hash(password, secret, seen);
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

        _verified[password.KeyId] = seen.ToArray();
        return true;
    }

    /// <summary>The hash under the process's key.</summary>
    private void Hash(PasswordRecord password, string secret, Span<byte> result)
    {
        var length = Encoding.UTF8.GetByteCount(secret);
        Span<byte> bytes = length <= LongestOnStack ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(secret, bytes);
        var hash = _hashes.TryTake(out var idle) ? idle : IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _processKey);
        hash.AppendData(password.Hash);
        hash.AppendData(bytes);
        hash.GetHashAndReset(result);
        _hashes.Add(hash);
    }

    private static bool IsSame(PasswordRecord password, string secret) =>
        CryptographicOperations.FixedTimeEquals(password.Hash, SecretHash.Compute(password.Algorithm, password.Salt, secret));
}
