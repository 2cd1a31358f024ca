using System.Security.Cryptography;
using System.Text;

namespace Verditer.Host;

/// <summary>Where the admin socket of a state folder is.</summary>
internal static class AdminSocketPath
{
    /// <summary>Bytes of a Unix socket's path that every system takes (macOS 104, Linux 108, with the final zero).</summary>
    private const int Longest = 100;

    public static string For(string stateFolder)
    {
        var path = Path.Combine(stateFolder, "admin.sock");
        return Encoding.UTF8.GetByteCount(path) <= Longest ? path : Path.Combine(Elsewhere(stateFolder), "admin.sock");
    }

    /// <summary>A folder with a short name, of this user and this state folder.</summary>
    private static string Elsewhere(string stateFolder)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(stateFolder)))[..16];
        return Path.Combine(Path.GetTempPath(), $"verditer-{Environment.UserName}-{hash}");
    }
}
