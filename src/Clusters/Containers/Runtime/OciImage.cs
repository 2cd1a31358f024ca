using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>Writes an image of one layer as a tar of an OCI layout, which <c>ctr images import</c> takes. Source: OCI image specification 1.0, image-layout.md.</summary>
internal static class OciImage
{
    private const string Prefix = "application/vnd.oci.image.";

    /// <param name="writeLayer">Writes the files of the image.</param>
    /// <param name="configuration">Entrypoint, Cmd, Env, User, WorkingDir.</param>
    public static void Write(Stream output, string name, Action<TarWriter> writeLayer, JsonObject configuration)
    {
        using var layer = new MemoryStream();
        using (var writer = new TarWriter(layer, leaveOpen: true))
        {
            writeLayer(writer);
        }

        var layerBytes = layer.ToArray();
        var config = Json.ToBytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = configuration,
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(layerBytes)) },
        });
        var manifest = Json.ToBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = $"{Prefix}manifest.v1+json",
            ["config"] = Describe($"{Prefix}config.v1+json", config),
            ["layers"] = new JsonArray(Describe($"{Prefix}layer.v1.tar", layerBytes)),
        });
        var described = Describe($"{Prefix}manifest.v1+json", manifest);
        described["annotations"] = new JsonObject { ["io.containerd.image.name"] = name, ["org.opencontainers.image.ref.name"] = name };
        var index = Json.ToBytes(new JsonObject { ["schemaVersion"] = 2, ["manifests"] = new JsonArray(described) });

        using var image = new TarWriter(output, leaveOpen: true);
        Add(image, "oci-layout", """{"imageLayoutVersion":"1.0.0"}"""u8.ToArray());
        Add(image, "index.json", index);
        foreach (var blob in new[] { layerBytes, config, manifest })
        {
            Add(image, $"blobs/sha256/{Digest(blob)["sha256:".Length..]}", blob);
        }
    }

    private static JsonObject Describe(string mediaType, byte[] content) => new()
    {
        ["mediaType"] = mediaType,
        ["digest"] = Digest(content),
        ["size"] = content.Length,
    };

    private static string Digest(byte[] content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private static void Add(TarWriter writer, string name, byte[] content) =>
        writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
}
