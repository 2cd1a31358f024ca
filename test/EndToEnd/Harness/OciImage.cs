using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>An image of one layer, as a folder that clients of registries read (an OCI layout).</summary>
/// <remarks>Source: https://github.com/opencontainers/image-spec/blob/main/image-layout.md</remarks>
internal static class OciImage
{
    /// <summary>A static program that is many; containers need nothing else.</summary>
    public const string Busybox = "/bin/busybox";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const string ManifestType = "application/vnd.oci.image.manifest.v1+json";

    /// <summary>Writes the image.</summary>
    /// <param name="content">What is in its only file.</param>
    /// <returns>The manifest's digest.</returns>
    public static Task<string> WriteAsync(string folder, string tag, string content) => WriteAsync(folder, tag, new JsonObject(), tar =>
        tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "content") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) }));

    /// <summary>Writes an image that runs: a shell and what it calls, out of one static program.</summary>
    public static Task<string> WriteShellAsync(string folder, string tag) => WriteAsync(folder, tag, new() { ["Env"] = new JsonArray("PATH=/bin"), ["Cmd"] = new JsonArray("sleep", "100000") }, async tar =>
    {
        await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "bin/busybox") { Mode = Executable, DataStream = new MemoryStream(await File.ReadAllBytesAsync(Busybox)) });
        foreach (var program in (string[])["sh", "sleep", "echo", "hostname"])
        {
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.SymbolicLink, $"bin/{program}") { LinkName = "busybox" });
        }
    });

    private static async Task<string> WriteAsync(string folder, string tag, JsonObject settings, Func<TarWriter, Task> fill)
    {
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "blobs", "sha256"));
        var layer = await PutAsync(folder, "application/vnd.oci.image.layer.v1.tar", await TarAsync(fill));
        var config = await PutAsync(folder, "application/vnd.oci.image.config.v1+json", Bytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = settings,
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(layer["digest"]!.DeepClone()) },
        }));
        var manifest = await PutAsync(folder, ManifestType, Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = config,
            ["layers"] = new JsonArray(layer),
        }));
        var digest = manifest["digest"]!.GetValue<string>();
        manifest["annotations"] = new JsonObject { ["org.opencontainers.image.ref.name"] = tag };
        await File.WriteAllBytesAsync(Path.Combine(folder, "index.json"), Bytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(manifest) }));
        await File.WriteAllTextAsync(Path.Combine(folder, "oci-layout"), """{"imageLayoutVersion":"1.0.0"}""");
        return digest;
    }

    private static async Task<JsonObject> PutAsync(string folder, string mediaType, byte[] content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        await File.WriteAllBytesAsync(Path.Combine(folder, "blobs", "sha256", hash), content);
        return new() { ["mediaType"] = mediaType, ["digest"] = $"sha256:{hash}", ["size"] = content.Length };
    }

    private static async Task<byte[]> TarAsync(Func<TarWriter, Task> fill)
    {
        using var bytes = new MemoryStream();
        await using (var tar = new TarWriter(bytes, leaveOpen: true))
        {
            await fill(tar);
        }

        return bytes.ToArray();
    }

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
