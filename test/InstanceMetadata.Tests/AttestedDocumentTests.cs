using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

public sealed class AttestedDocumentTests(SharedMachines shared) : IClassFixture<SharedMachines>
{
    private const string Path = "metadata/attested/document?api-version=2021-10-01";

    [Fact]
    public async Task Document_WithANonce_IsSignedByTheAuthoritysCertificate()
    {
        using var node = shared.Client();

        var (status, body) = await node.JsonAsync(Path + "&nonce=1234567890");

        (status, body.Text("encoding")).ShouldBe((200, "pkcs7"));
        var document = Verify(body, out var signer);
        signer.Subject.ShouldBe("CN=metadata.azure.com");
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(TestAttestation.Authority);
        chain.Build(signer).ShouldBeTrue();
        document.Text("nonce").ShouldBe("1234567890");
        document.Text("vmId").ShouldBe(TestMachines.Node.Compute!.VmId);
        document.Text("subscriptionId").ShouldBe("22222222-2222-2222-2222-222222222222");
        document["timeStamp"]!.ToJsonString().ShouldBe("""{"createdOn":"03/01/26 12:00:00 -0000","expiresOn":"03/01/26 18:00:00 -0000"}""");
    }

    [Fact]
    public async Task Document_WithoutANonce_HasTheTimeInItsPlace()
    {
        using var node = shared.Client();

        Verify((await node.JsonAsync(Path)).Body, out _).Text("nonce").ShouldBe("20260301-120000");
    }

    [Fact]
    public async Task Document_ThatWasChanged_DoesNotVerify()
    {
        using var node = shared.Client();
        var bytes = Convert.FromBase64String((await node.JsonAsync(Path)).Body.Text("signature")!);
        var signed = new SignedCms();
        signed.Decode(bytes);
        var at = bytes.AsSpan().IndexOf("subscriptionId"u8);
        bytes[at] = (byte)'S';

        var changed = new SignedCms();
        changed.Decode(bytes);

        Should.Throw<System.Security.Cryptography.CryptographicException>(() => changed.CheckSignature(verifySignatureOnly: true));
    }

    [Theory]
    [InlineData("12345678901")]
    [InlineData("abc")]
    public async Task Document_WithANonceThatIsNone_IsRefused(string nonce)
    {
        using var node = shared.Client();

        (await node.JsonAsync($"{Path}&nonce={nonce}")).Status.ShouldBe(400);
    }

    private static JsonObject Verify(JsonObject answer, out X509Certificate2 signer)
    {
        var signed = new SignedCms();
        signed.Decode(Convert.FromBase64String(answer.Text("signature")!));
        signed.CheckSignature(verifySignatureOnly: true);
        signer = signed.SignerInfos[0].Certificate!;
        return Json.ParseObject(signed.ContentInfo.Content);
    }
}
