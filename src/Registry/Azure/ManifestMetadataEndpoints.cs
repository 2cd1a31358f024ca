using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary><c>/acr/v1/{name}/_manifests</c>.</summary>
internal sealed class ManifestMetadataEndpoints(ContentIndex index, AttributeWriter writer)
{
    public ValueTask<RegistryAnswer> ListAsync(RegistryRequest request)
    {
        var state = index.Find(request.LoginServer).Find(request.Repository);
        if (state.Record is null)
        {
            return new(RegistryAnswer.Of(RegistryErrors.RepositoryUnknown(request.Repository)));
        }

        var tags = state.Tags.ToLookup(tag => tag.Value.Record.Digest, tag => tag.Key, StringComparer.Ordinal);
        var visible = TimeOrder.Of(request, state.Manifests.Where(manifest => manifest.Value.Record.Attributes.ListEnabled), manifest => manifest.Value.Record.Updated);
        return new(Paging.Of(request, visible, manifest => manifest.Key, Paging.Usual).TryGet(out var page, out var error)
            ? RegistryAnswer.Json(AttributeJson.Of(request.LoginServer, request.Repository, "manifests", new JsonArray(
                [.. page.Items.Select(manifest => AttributeJson.Manifest(manifest.Key, manifest.Value.Record, tags[manifest.Key]))]))).With("Link", page.Link)
            : RegistryAnswer.Of(error));
    }

    public ValueTask<RegistryAnswer> ShowAsync(RegistryRequest request) => new(Show(request, index.Find(request.LoginServer).Find(request.Repository)));

    public async ValueTask<RegistryAnswer> ChangeAsync(RegistryRequest request)
    {
        if (!Digest.TryParse(request.Reference, out _) || await request.ReadJsonAsync() is not { } wanted)
        {
            return RegistryAnswer.Of(RegistryErrors.AttributesInvalid("The body is not an object with changeable attributes, or the path names no digest."));
        }

        var changed = await writer.ChangeAsync(request.Registry, request.Repository, request.Reference, wanted, request.Aborted);
        return changed.TryGet(out var state, out var error) ? Show(request, state) : RegistryAnswer.Of(error);
    }

    private static RegistryAnswer Show(RegistryRequest request, RepositoryState state) => state.Manifests.TryGetValue(request.Reference, out var manifest)
        ? RegistryAnswer.Json(AttributeJson.Of(
            request.LoginServer, request.Repository, "manifest", AttributeJson.Manifest(request.Reference, manifest.Record, state.TagsOf(request.Reference))))
        : RegistryAnswer.Of(state.Record is null ? RegistryErrors.RepositoryUnknown(request.Repository) : RegistryErrors.ManifestUnknown(request.Reference));
}
