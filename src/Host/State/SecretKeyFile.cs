using System.Security.Cryptography;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>The key that seals what is secret in the database.</summary>
internal static class SecretKeyFile
{
    /// <summary>Reads the key, or makes one for a folder without a database.</summary>
    /// <exception cref="StateFolderException">A database is there and its key is not, or it is damaged.</exception>
    public static byte[] Open(StatePaths paths)
    {
        if (File.Exists(paths.SecretKey))
        {
            var key = File.ReadAllBytes(paths.SecretKey);
            return key.Length == AesGcmSecretProtector.KeyLength
                ? key
                : throw new StateFolderException(paths.SecretKey, $"The key in '{paths.SecretKey}' is damaged: it has {key.Length} bytes, not {AesGcmSecretProtector.KeyLength}. Put it back from a copy, or start anew with `verditer reset`.");
        }

        if (File.Exists(paths.Database))
        {
            throw new StateFolderException(paths.SecretKey, $"'{paths.SecretKey}' is missing, and without it the secrets in '{paths.Database}' cannot be read. Put it back from a copy, or start anew with `verditer reset`.");
        }

        var made = RandomNumberGenerator.GetBytes(AesGcmSecretProtector.KeyLength);
        PrivateFile.Write(paths.SecretKey, made);
        return made;
    }
}
