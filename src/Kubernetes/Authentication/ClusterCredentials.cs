using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Kubernetes;

/// <summary>What a cluster knows its callers by, and proves itself with. It holds private keys: dispose it with the cluster.</summary>
/// <param name="Authority">The cluster's CA certificate, without its key.</param>
/// <param name="ServiceAccountKey">Signs and verifies service-account tokens.</param>
/// <param name="Issuer">The <c>iss</c> of service-account tokens.</param>
/// <param name="StaticTokens">By the SHA-256 of the token.</param>
public sealed record ClusterCredentials(
    X509Certificate2 Authority, RSA ServiceAccountKey, string Issuer, IReadOnlyDictionary<string, UserInfo> StaticTokens) : IDisposable
{
    public void Dispose()
    {
        Authority.Dispose();
        ServiceAccountKey.Dispose();
    }

    /// <summary>The form in which a token is known: never the token itself.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
