using System.Security.Cryptography;
using System.Text;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// Passwords in Azure's shape: 52 characters with a mark by which scanners of source code find them. 42 characters of base64 carry 252 random bits.
/// Source: https://learn.microsoft.com/azure/container-registry/container-registry-authentication
/// </summary>
internal static class RegistryPassword
{
    private const int Random = 42;
    private const int Tail = 6;
    private const string Mark = "+ACR";
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Make() =>
        RandomNumberGenerator.GetString(Alphanumeric + "+/", Random) + Mark + RandomNumberGenerator.GetString(Alphanumeric, Tail);

    /// <summary>What is kept to compare with. A value with so many random bits needs no slow hash.</summary>
    public static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
