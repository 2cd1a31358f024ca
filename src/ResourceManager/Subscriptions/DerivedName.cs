using System.Security.Cryptography;
using System.Text;

namespace Verditer.ResourceManager;

/// <summary>A GUID that follows from what it stands for, so that making something twice makes one.</summary>
internal static class DerivedName
{
    public static string Of(params ReadOnlySpan<string> parts)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('|', parts!).ToLowerInvariant()));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }
}
