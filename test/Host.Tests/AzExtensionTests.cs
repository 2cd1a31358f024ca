using System.IO.Compression;
using System.Security.Cryptography;
using Verditer.Core;

namespace Verditer.Host.Tests;

public sealed class AzExtensionTests
{
    [Fact]
    public void Wheel_BuiltTwice_IsTheSame() =>
        AksPreviewWheel.All[0].Build().ShouldBe(AksPreviewWheel.All[0].Build());

    [Fact]
    public async Task Index_EachWheel_HasTheDigestThatItNames()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client();
        var index = Json.ParseObject(await client.GetByteArrayAsync("https://aka.ms/azure-cli-extension-index-v1"));
        var entries = index.At("extensions", "aks-preview")!.AsArray();
        entries.Select(e => e.Text("metadata", "version")).ShouldContain("0.4.14");
        entries.Count.ShouldBe(2);
        foreach (var entry in entries)
        {
            var wheel = await client.GetByteArrayAsync(entry.Text("downloadUrl"));
            Convert.ToHexStringLower(SHA256.HashData(wheel)).ShouldBe(entry.Text("sha256Digest"));
            using var zip = new ZipArchive(new MemoryStream(wheel));
            zip.GetEntry("azext_aks_preview/__init__.py").ShouldNotBeNull();
        }
    }
}
