using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Kubernetes;

/// <summary>A key that signs no more, and whose tokens are taken until it ends.</summary>
/// <param name="Ends">UTC, Verditer's clock.</param>
public sealed record RetiredServiceAccountKey(RSA Key, DateTimeOffset Ends);

/// <summary>What a cluster knows its callers by, and proves itself with. It holds private keys: dispose it with the cluster.</summary>
/// <param name="Authority">The cluster's CA certificate, without its key.</param>
/// <param name="ServiceAccountKey">Signs and verifies service-account tokens.</param>
/// <param name="Issuer">The <c>iss</c> of service-account tokens.</param>
/// <param name="StaticTokens">By the SHA-256 of the token.</param>
public sealed record ClusterCredentials(
    X509Certificate2 Authority, RSA ServiceAccountKey, string Issuer, IReadOnlyDictionary<string, UserInfo> StaticTokens) : IDisposable
{
    /// <summary>What <see cref="Issuer"/> was before: tokens that name it are still taken.</summary>
    public IReadOnlyList<string> FormerIssuers { get; init; } = [];

    /// <summary>A key that was replaced; null when there is none.</summary>
    public RetiredServiceAccountKey? RetiredKey { get; init; }

    /// <summary>Where the issuer serves its keys; null for the API's own path.</summary>
    public string? KeySetAddress { get; init; }

    public void Dispose()
    {
        Authority.Dispose();
        ServiceAccountKey.Dispose();
        RetiredKey?.Key.Dispose();
    }

    /// <summary>The form in which a token is known: never the token itself.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(token)));
}
