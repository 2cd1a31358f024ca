using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Makes and reads sealed sign-ins. They are kept by clients and browsers alone, and survive a restart.</summary>
/// <param name="purpose">Bound into the seal: a cookie is no refresh token.</param>
/// <param name="prefix">In front of the text, as Entra's refresh tokens have one.</param>
internal sealed class SealedGrants(ISecretProtector protector, string purpose, string prefix)
{
    private const int MostCharacters = 4096;

    public string Seal(UserGrant grant) =>
        prefix + Base64Url.EncodeToString(protector.Seal(JsonSerializer.SerializeToUtf8Bytes(grant, DirectoryJson.Default.UserGrant), purpose));

    /// <summary>Null for anything that was not sealed here.</summary>
    public UserGrant? Open(string? text)
    {
        if (text is null || text.Length > MostCharacters || !text.StartsWith(prefix, StringComparison.Ordinal) || !Base64Url.IsValid(text.AsSpan(prefix.Length)))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(protector.Open(Base64Url.DecodeFromChars(text.AsSpan(prefix.Length)), purpose), DirectoryJson.Default.UserGrant);
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }
}
