namespace Verditer.Host;

/// <summary>One file with the system's certificate authorities and Verditer's: clients that read a bundle read only that one.</summary>
internal static class CaBundle
{
    /// <summary>Where systems keep theirs. Source: the list of Go's crypto/x509 (root_linux.go, root_bsd.go).</summary>
    private static readonly string[] Usual =
    [
        "/etc/ssl/certs/ca-certificates.crt",
        "/etc/pki/tls/certs/ca-bundle.crt",
        "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        "/etc/ssl/ca-bundle.pem",
        "/etc/ssl/cert.pem",
    ];

    /// <summary>Writes the bundle when it is missing or older than what it is made of.</summary>
    public static void Refresh(StatePaths paths)
    {
        var system = Usual.FirstOrDefault(File.Exists);
        if (IsFresh(paths, system))
        {
            return;
        }

        var own = File.ReadAllText(paths.CaCertificate);
        var all = system is null ? own : $"{File.ReadAllText(system).TrimEnd()}\n{own}";
        PrivateFile.Write(paths.CaBundle, System.Text.Encoding.UTF8.GetBytes(all));
    }

    private static bool IsFresh(StatePaths paths, string? system)
    {
        var bundle = new FileInfo(paths.CaBundle);
        return bundle.Exists
            && bundle.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(paths.CaCertificate)
            && (system is null || bundle.LastWriteTimeUtc >= File.GetLastWriteTimeUtc(system));
    }
}
