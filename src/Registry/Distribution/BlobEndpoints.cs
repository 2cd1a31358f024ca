using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Verditer.Registry;

/// <summary>Blobs, whole or in part.</summary>
internal sealed class BlobEndpoints(Blobs blobs, BlobFolder folder, ContentIndex index)
{
    private const string ContentType = "application/octet-stream";

    public async ValueTask<RegistryAnswer> GetAsync(RegistryRequest request)
    {
        if (!Digest.TryParse(request.Reference, out var digest))
        {
            return RegistryAnswer.Of(RegistryErrors.DigestInvalid(request.Reference));
        }

        if (!index.Find(request.LoginServer).Find(request.Repository).Attributes.ReadEnabled)
        {
            return RegistryAnswer.Of(RegistryErrors.Disallowed);
        }

        if (await blobs.PromiseAsync(request.LoginServer, request.Repository, digest, request.Aborted) is not { } blob || folder.Open(digest) is not { } file)
        {
            return RegistryAnswer.Of(RegistryErrors.BlobUnknown(request.Reference));
        }

        var length = RandomAccess.GetLength(file);
        var (status, from, to) = Range(request, length);
        if (status == 416)
        {
            file.Dispose();
            return RegistryAnswer.Of(new RegistryError(416, "RANGE_INVALID", "invalid content range") { Headers = [new("Content-Range", $"bytes */{length}")] });
        }

        return new FileAnswer(status, file, from, to - from) { ContentType = ContentType }
            .With(RegistryHeaders.Digest, request.Reference).With("ETag", $"\"{request.Reference}\"").With("Accept-Ranges", "bytes").With("Cache-Control", "max-age=31536000")
            .With("Content-Range", status == 206 ? string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to - 1}/{length}") : null);
    }

    public async ValueTask<RegistryAnswer> DeleteAsync(RegistryRequest request)
    {
        if (!Digest.TryParse(request.Reference, out var digest))
        {
            return RegistryAnswer.Of(RegistryErrors.DigestInvalid(request.Reference));
        }

        return await blobs.RemoveAsync(request.LoginServer, request.Repository, digest, request.Aborted) is { } error
            ? RegistryAnswer.Of(error)
            : new RegistryAnswer(202).With(RegistryHeaders.Digest, request.Reference);
    }

    /// <summary>One range of bytes is served; several, or another unit, get the whole.</summary>
    /// <remarks>Source: RFC 9110, section 14.</remarks>
    private static (int Status, long From, long To) Range(RegistryRequest request, long length)
    {
        if (!RangeHeaderValue.TryParse(request.Http.Headers.Range.ToString(), out var header) || header.Unit != "bytes" || header.Ranges.Count != 1)
        {
            return (200, 0, length);
        }

        var range = header.Ranges.First();
        var from = range.From ?? Math.Max(0, length - range.To!.Value);
        var to = range.From is null ? length : Math.Min(length, (range.To ?? length - 1) + 1);
        return from < to ? (206, from, to) : (416, 0, 0);
    }
}
