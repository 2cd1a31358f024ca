using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Verditer.Registry;

/// <summary>The name of a content: an algorithm and the hash, such as <c>sha256:…</c> in lower case.</summary>
/// <remarks>Source: https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests (the registered algorithms)</remarks>
internal sealed record Digest
{
    private static readonly (string Name, int HexLength, HashAlgorithmName Hash)[] Algorithms =
        [("sha256", 64, HashAlgorithmName.SHA256), ("sha512", 128, HashAlgorithmName.SHA512)];

    private Digest(string algorithm, string hex) => (Algorithm, Hex) = (algorithm, hex);

    public static string Usual => "sha256";

    public string Algorithm { get; }

    public string Hex { get; }

    public static bool TryParse(string? text, [NotNullWhen(true)] out Digest? digest)
    {
        digest = null;
        foreach (var (name, length, _) in Algorithms)
        {
            if (text is not null && text.Length == name.Length + 1 + length && text.StartsWith(name, StringComparison.Ordinal) && text[name.Length] == ':'
                && text.AsSpan(name.Length + 1).IndexOfAnyExcept("0123456789abcdef") < 0)
            {
                digest = new(name, text[(name.Length + 1)..]);
            }
        }

        return digest is not null;
    }

    /// <summary>The digest of bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> content, string algorithm)
    {
        using var hasher = Hasher(algorithm);
        hasher.AppendData(content);
        return Finish(hasher, algorithm);
    }

    public static IncrementalHash Hasher(string algorithm) => IncrementalHash.CreateHash(Algorithms.First(known => known.Name == algorithm).Hash);

    /// <summary>The digest of what was appended so far; more may follow.</summary>
    public static Digest Finish(IncrementalHash hasher, string algorithm) => new(algorithm, Convert.ToHexStringLower(hasher.GetCurrentHash()));

    public override string ToString() => $"{Algorithm}:{Hex}";
}
