using Microsoft.Net.Http.Headers;
using Verditer.Storage;

namespace Verditer.Registry;

/// <summary>Manifests, by tag or digest.</summary>
/// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md</remarks>
internal sealed class ManifestEndpoints(IDocumentStore store, ContentIndex index, ManifestWriter writer, ContentRemover remover, Quota quota)
{
    public async ValueTask<RegistryAnswer> GetAsync(RegistryRequest request)
    {
        var state = index.Find(request.LoginServer).Find(request.Repository);
        if (state.Resolve(request.Reference) is not { } digest || state.Manifests.GetValueOrDefault(digest)?.Record is not { } manifest)
        {
            return RegistryAnswer.Of(RegistryErrors.ManifestUnknown(request.Reference));
        }

        if (!state.Attributes.ReadEnabled || !manifest.Attributes.ReadEnabled || state.Tags.GetValueOrDefault(request.Reference) is { Record.Attributes.ReadEnabled: false })
        {
            return RegistryAnswer.Of(RegistryErrors.Disallowed);
        }

        if (!Accepts(request, manifest.MediaType))
        {
            return RegistryAnswer.Of(RegistryErrors.ManifestUnknown(request.Reference) with { Detail = $"It is a '{manifest.MediaType}', which the request does not accept." });
        }

        return await store.GetAsync(Collections.ManifestBodies, ContentKey.OfDigest(request.LoginServer, request.Repository, digest), request.Aborted) is { } document
            ? new RegistryAnswer(200) { ContentType = manifest.MediaType, Body = document.Body }.With(RegistryHeaders.Digest, digest).With("ETag", $"\"{digest}\"")
            : RegistryAnswer.Of(RegistryErrors.ManifestUnknown(request.Reference));
    }

    public async ValueTask<RegistryAnswer> PutAsync(RegistryRequest request)
    {
        if (quota.IsFull(request.Registry))
        {
            return RegistryAnswer.Of(RegistryErrors.Disallowed);
        }

        if (await request.ReadBodyAsync(ManifestWriter.Largest) is not { } body)
        {
            return RegistryAnswer.Of(RegistryErrors.ManifestTooLarge);
        }

        var mediaType = MediaTypeHeaderValue.TryParse(request.Http.ContentType, out var header) ? header.MediaType.ToString() : ManifestReader.OwnMediaType(body);
        var stored = await writer.PutAsync(request.Registry, request.Repository, new(request.Reference, mediaType ?? "", body), request.Aborted);
        return stored.TryGet(out var manifest, out var error)
            ? new RegistryAnswer(201).With("Location", $"/v2/{request.Repository}/manifests/{manifest.Digest}").With(RegistryHeaders.Digest, manifest.Digest)
                .With(RegistryHeaders.Subject, manifest.Subject)
            : RegistryAnswer.Of(error);
    }

    /// <summary>A digest removes the manifest, a tag the tag alone.</summary>
    public async ValueTask<RegistryAnswer> DeleteAsync(RegistryRequest request)
    {
        var removed = request.Reference.Contains(':', StringComparison.Ordinal)
            ? await remover.RemoveManifestAsync(request.Registry, request.Repository, request.Reference, request.Aborted)
            : await remover.RemoveTagAsync(request.Registry, request.Repository, request.Reference, request.Aborted);
        return removed.Error is { } error ? RegistryAnswer.Of(error) : new RegistryAnswer(202);
    }

    private static bool Accepts(RegistryRequest request, string mediaType)
    {
        if (request.Http.Headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(request.Http.Headers.Accept, out var accepted))
        {
            return true;
        }

        return accepted.Any(one => one.MatchesAllTypes || one.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase) || (one.MatchesAllSubTypes && one.Type == "application"));
    }
}
