using System.Security.Cryptography;
using System.Text;

namespace Verditer.Core;

/// <summary>Where a Unix socket of a folder is. A socket's path is short; a folder that is too deep has its sockets elsewhere.</summary>
public static class UnixSocketPath
{
    /// <summary>Bytes of a Unix socket's path that every system takes (macOS 104, Linux 108, with the final zero).</summary>
    private const int Longest = 100;

    /// <summary>The path in the folder; where it would be too long, in a folder with a short name of this user and that folder.</summary>
    public static string For(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return Encoding.UTF8.GetByteCount(path) <= Longest ? path : Path.Combine(Elsewhere(folder), name);
    }

    private static string Elsewhere(string folder)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..16];
        return Path.Combine(Path.GetTempPath(), $"verditer-{Environment.UserName}-{hash}");
    }
}
