using System.Security.Cryptography;

namespace Verditer.Directory.Tests;

/// <summary>Signatures by OpenSSL's own functions are those that .NET makes.</summary>
public sealed class SignatureTests : IDisposable
{
    private readonly RSA _rsa = RSA.Create(2048);

    public void Dispose() => _rsa.Dispose();

    [Fact]
    public void OpenSsl_SameKeyAndData_MakesThePlatformsSignature()
    {
        foreach (var length in (int[])[0, 1, 64, 1000, 100_000])
        {
            var data = RandomNumberGenerator.GetBytes(length);

            Sign(OpenSsl(), data).ShouldBe(Sign(new PlatformSignatures(_rsa), data));
        }
    }

    [Fact]
    public void OpenSsl_ManyThreads_MakesGoodSignatures()
    {
        var signatures = OpenSsl();

        Parallel.For(0, 200, number => _rsa.VerifyData(
            BitConverter.GetBytes(number), Sign(signatures, BitConverter.GetBytes(number)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue());
    }

    [Fact]
    public void OpenSsl_NotAKey_IsNotOpened() => OpenSslSignatures.TryOpen([1, 2, 3]).ShouldBeNull();

    [Fact]
    public void OpenSsl_SignatureThatDoesNotFit_IsRefused() => Should.Throw<CryptographicException>(() => OpenSsl().Sign([1], new byte[10]));

    private OpenSslSignatures OpenSsl()
    {
        Assert.SkipUnless(LibCrypto.IsPresent, "This machine has no OpenSSL 3.");
        return OpenSslSignatures.TryOpen(_rsa.ExportPkcs8PrivateKey()).ShouldNotBeNull();
    }

    private byte[] Sign(ISignatureMaker maker, byte[] data)
    {
        var signature = new byte[_rsa.KeySize / 8];
        maker.Sign(data, signature);
        return signature;
    }
}
