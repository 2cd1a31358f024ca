using System.Text.Json;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>For which machine an image is made; its configuration says so.</summary>
/// <remarks>Source: https://github.com/opencontainers/image-spec/blob/main/config.md#properties</remarks>
internal sealed class PlatformReader(BlobFolder folder)
{
    private const int LargestConfig = 1024 * 1024;

    private static readonly string[] OfImages = ["application/vnd.oci.image.config.v1+json", "application/vnd.docker.container.image.v1+json"];

    public async Task<(string? Architecture, string? Os)> ReadAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.ConfigMediaType is not { } mediaType || !OfImages.Contains(mediaType, StringComparer.Ordinal) || !Digest.TryParse(manifest.ConfigDigest, out var digest))
        {
            return (null, null);
        }

        using var file = folder.Open(digest);
        if (file is null || RandomAccess.GetLength(file) is var length && length > LargestConfig)
        {
            return (null, null);
        }

        var bytes = new byte[RandomAccess.GetLength(file)];
        await RandomAccess.ReadAsync(file, bytes, 0, cancellationToken);
        try
        {
            var config = Json.ParseObject(bytes);
            return (config.Text("architecture"), config.Text("os"));
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }
}
