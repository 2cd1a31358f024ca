using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Directory;

/// <summary>PKCE: only who began a sign-in can redeem its code.</summary>
/// <remarks>Source: RFC 7636</remarks>
internal sealed record CodeChallenge(string Value, bool IsHashed)
{
    private const int Shortest = 43;
    private const int Longest = 128;

    /// <summary>False for a size or a method that does not exist.</summary>
    public static bool TryRead(string? challenge, string? method, out CodeChallenge? read)
    {
        read = challenge is null ? null : new(challenge, method == "S256");
        return challenge is null ? method is null : challenge.Length is >= Shortest and <= Longest && method is null or "plain" or "S256";
    }

    public bool IsMetBy(string verifier) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(IsHashed ? Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(verifier))) : verifier),
        Encoding.UTF8.GetBytes(Value));
}
