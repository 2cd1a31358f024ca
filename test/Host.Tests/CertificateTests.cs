using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Host.Tests;

public sealed class CertificateTests
{
    [Theory]
    [InlineData("management.azure.com")]
    [InlineData("localhost")]
    public void Leaf_CheckedStrictly_IsAccepted(string name)
    {
        var paths = new StatePaths(TestHost.NewFolder());
        System.IO.Directory.CreateDirectory(paths.Root);
        using var authority = CertificateAuthority.Open(paths, TimeProvider.System);
        using var leaf = new LeafCertificates(authority, TimeProvider.System).Issue(name, TimeProvider.System.GetUtcNow());
        var file = Path.Combine(paths.Root, "leaf.pem");
        File.WriteAllText(file, leaf.ExportCertificatePem());

        using var openssl = Process.Start(new ProcessStartInfo(
            "openssl", ["verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", name, "-CAfile", paths.CaCertificate, file])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = openssl.StandardOutput.ReadToEnd() + openssl.StandardError.ReadToEnd();
        openssl.WaitForExit();
        openssl.ExitCode.ShouldBe(0, said);
        leaf.Extensions.OfType<X509AuthorityKeyIdentifierExtension>().ShouldHaveSingleItem();
        System.IO.Directory.Delete(paths.Root, recursive: true);
    }
}
