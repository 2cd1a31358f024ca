using System.Globalization;
using System.Text.RegularExpressions;

namespace Verditer.Registry;

/// <summary>Pushing a blob: in one request, in one after an announcement, or in chunks; or not at all where another repository has it.</summary>
/// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs</remarks>
internal sealed partial class UploadEndpoints(Blobs blobs, Uploads uploads, ContentIndex index, Gate gate, Quota quota)
{
    public async ValueTask<RegistryAnswer> StartAsync(RegistryRequest request)
    {
        if (quota.IsFull(request.Registry) || !index.Find(request.LoginServer).Find(request.Repository).Attributes.WriteEnabled)
        {
            return RegistryAnswer.Of(RegistryErrors.Disallowed);
        }

        if (request.Value("digest") is { } whole)
        {
            return await PushWholeAsync(request, whole);
        }

        if (Digest.TryParse(request.Value("mount"), out var digest) && request.Value("from") is { } from && await MountAsync(request, from, digest))
        {
            return Made(request, digest);
        }

        return Progress(await uploads.StartAsync(request.LoginServer, request.Repository, request.Aborted), 202);
    }

    public async ValueTask<RegistryAnswer> ShowAsync(RegistryRequest request)
    {
        if (uploads.Find(request.LoginServer, request.Repository, request.Reference) is not { } upload)
        {
            return RegistryAnswer.Of(RegistryErrors.UploadUnknown(request.Reference));
        }

        using var turn = await upload.EnterAsync(request.Aborted);
        return Progress(upload, 204);
    }

    public ValueTask<RegistryAnswer> AppendAsync(RegistryRequest request) => WorkOnAsync(request, async upload =>
    {
        if (!Follows(request, upload))
        {
            return OutOfOrder(upload);
        }

        await upload.AppendAsync(request.Http.Body, request.Aborted);
        return Progress(upload, 202);
    });

    public ValueTask<RegistryAnswer> FinishAsync(RegistryRequest request) => WorkOnAsync(request, async upload =>
    {
        if (request.Value("digest") is not { } text)
        {
            return RegistryAnswer.Of(RegistryErrors.MissingDigest);
        }

        if (!Digest.TryParse(text, out var digest))
        {
            return RegistryAnswer.Of(RegistryErrors.DigestInvalid(text));
        }

        if (upload.Placed == digest)
        {
            return await FinishAsync(request, upload, digest);
        }

        if (!Follows(request, upload))
        {
            return OutOfOrder(upload);
        }

        await upload.AppendAsync(request.Http.Body, request.Aborted);
        if (await upload.DigestAsync(digest.Algorithm, request.Aborted) != digest)
        {
            await uploads.CancelAsync(upload, CancellationToken.None);
            return RegistryAnswer.Of(RegistryErrors.DigestInvalid(text));
        }

        return await FinishAsync(request, upload, digest);
    });

    public ValueTask<RegistryAnswer> CancelAsync(RegistryRequest request) => WorkOnAsync(request, async upload =>
    {
        await uploads.CancelAsync(upload, request.Aborted);
        return new RegistryAnswer(204);
    });

    private async ValueTask<RegistryAnswer> WorkOnAsync(RegistryRequest request, Func<Upload, Task<RegistryAnswer>> work)
    {
        if (uploads.Find(request.LoginServer, request.Repository, request.Reference) is not { } upload)
        {
            return RegistryAnswer.Of(RegistryErrors.UploadUnknown(request.Reference));
        }

        using var turn = await upload.EnterAsync(request.Aborted);
        return upload.Ended ? RegistryAnswer.Of(RegistryErrors.UploadUnknown(request.Reference)) : await work(upload);
    }

    private async Task<RegistryAnswer> PushWholeAsync(RegistryRequest request, string text)
    {
        if (!Digest.TryParse(text, out var digest))
        {
            return RegistryAnswer.Of(RegistryErrors.DigestInvalid(text));
        }

        using var upload = uploads.StartPassing(request.LoginServer, request.Repository);
        try
        {
            await upload.AppendAsync(request.Http.Body, request.Aborted);
            if (await upload.DigestAsync(digest.Algorithm, request.Aborted) != digest)
            {
                return RegistryAnswer.Of(RegistryErrors.DigestInvalid(text));
            }

            return await FinishAsync(request, upload, digest);
        }
        finally
        {
            upload.End();
        }
    }

    private async Task<RegistryAnswer> FinishAsync(RegistryRequest request, Upload upload, Digest digest) =>
        await blobs.FinishAsync(request.Registry, upload, digest, request.Aborted) is { } error ? RegistryAnswer.Of(error) : Made(request, digest);

    /// <summary>Only from a repository that the caller may read: otherwise it pushes the blob, which proves that it has it.</summary>
    private async Task<bool> MountAsync(RegistryRequest request, string from, Digest digest)
    {
        var source = index.Find(request.LoginServer).Find(from);
        return gate.Has(request.Registry, request.Credential, WantedRight.On(from, DataAction.Pull)) && source.Attributes.ReadEnabled
            && await blobs.MountAsync((request.LoginServer, from), (request.Registry, request.Repository), digest, request.Aborted);
    }

    /// <summary>True when the body begins where the upload ends, as far as the request says where it begins. Nothing follows what is a blob.</summary>
    private static bool Follows(RegistryRequest request, Upload upload)
    {
        if (upload.Placed is not null)
        {
            return false;
        }

        var header = request.Http.Headers.ContentRange.ToString();
        if (header.Length == 0)
        {
            return true;
        }

        var match = ContentRange().Match(header);
        return match.Success && long.TryParse(match.Groups["from"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && long.TryParse(match.Groups["to"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            && from == upload.Length && (request.Http.ContentLength is not { } length || to - from + 1 == length);
    }

    private static RegistryAnswer OutOfOrder(Upload upload) => Placed(
        RegistryAnswer.Of(new RegistryError(416, "RANGE_INVALID", "invalid content range")), upload);

    private static RegistryAnswer Progress(Upload upload, int status) => Placed(new RegistryAnswer(status), upload);

    private static RegistryAnswer Placed(RegistryAnswer answer, Upload upload) => answer
        .With("Location", $"/v2/{upload.Repository}/blobs/uploads/{upload.Id}")
        .With("Range", string.Create(CultureInfo.InvariantCulture, $"0-{Math.Max(0, upload.Length - 1)}"))
        .With(RegistryHeaders.UploadId, upload.Id);

    private static RegistryAnswer Made(RegistryRequest request, Digest digest) =>
        new RegistryAnswer(201).With("Location", $"/v2/{request.Repository}/blobs/{digest}").With(RegistryHeaders.Digest, digest.ToString());

    [GeneratedRegex(@"\A(bytes[ =])?(?<from>\d+)-(?<to>\d+)(/(\d+|\*))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex ContentRange();
}
