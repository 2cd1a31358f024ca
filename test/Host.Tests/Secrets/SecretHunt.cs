using System.Text;

namespace Verditer.Host.Tests.Secrets;

/// <summary>Secrets that were seen, and where they must not be.</summary>
internal sealed class SecretHunt
{
    /// <summary>How a private key begins: PKCS#8 of RSA and of P-256 as bytes, and everything that PEM and base64 make of it.</summary>
    private static readonly byte[][] PrivateKeys =
    [
        Convert.FromHexString("020100300D06092A864886F70D010101050004"),
        Convert.FromHexString("020100301306072A8648CE3D020106082A8648CE3D0301070427"),
        "IBADANBgkqhkiG9w0BAQEFAAS"u8.ToArray(),
        "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg"u8.ToArray(),
        "PRIVATE KEY-----"u8.ToArray(),
    ];

    private readonly Dictionary<string, byte[]> _secrets = new(StringComparer.Ordinal);

    /// <returns>The secret itself.</returns>
    public string Add(string name, string? secret)
    {
        secret.ShouldNotBeNull(name).Length.ShouldBeGreaterThan(7, name);
        _secrets[name] = Encoding.UTF8.GetBytes(secret);
        return secret;
    }

    public IReadOnlyCollection<string> Names => _secrets.Keys;

    /// <summary>What of it stands in a text, by name.</summary>
    public IReadOnlyList<string> In(string text) => In(Encoding.UTF8.GetBytes(text));

    public IReadOnlyList<string> In(byte[] bytes) =>
    [
        .. _secrets.Where(s => bytes.AsSpan().IndexOf(s.Value) >= 0).Select(s => s.Key),
        .. PrivateKeys.Any(key => bytes.AsSpan().IndexOf(key) >= 0) ? (string[])["a private key"] : [],
    ];
}
