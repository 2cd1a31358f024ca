using System.Buffers.Text;
using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>A new secret in the shape of Entra's (<c>abc8Q~…</c>) with 256 random bits after the sign.</summary>
internal static class GeneratedSecret
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string Create() => $"{RandomNumberGenerator.GetString(Letters, 3)}8Q~{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
}
