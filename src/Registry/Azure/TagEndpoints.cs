using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary><c>/acr/v1/{name}/_tags</c>.</summary>
internal sealed class TagEndpoints(ContentIndex index, AttributeWriter writer, ContentRemover remover)
{
    public ValueTask<RegistryAnswer> ListAsync(RegistryRequest request)
    {
        var state = index.Find(request.LoginServer).Find(request.Repository);
        if (state.Record is null)
        {
            return new(RegistryAnswer.Of(RegistryErrors.RepositoryUnknown(request.Repository)));
        }

        var digest = request.Value("digest");
        var visible = state.Tags.Where(tag => tag.Value.Record.Attributes.ListEnabled && (digest is null || tag.Value.Record.Digest == digest));
        var ordered = TimeOrder.Of(request, visible, tag => tag.Value.Record.Updated);
        return new(Paging.Of(request, ordered, tag => tag.Key, Paging.Usual).TryGet(out var page, out var error)
            ? RegistryAnswer.Json(AttributeJson.Of(
                request.LoginServer, request.Repository, "tags", new JsonArray([.. page.Items.Select(tag => AttributeJson.Tag(tag.Key, tag.Value.Record))]))).With("Link", page.Link)
            : RegistryAnswer.Of(error));
    }

    public ValueTask<RegistryAnswer> ShowAsync(RegistryRequest request) => new(Show(request, index.Find(request.LoginServer).Find(request.Repository)));

    public async ValueTask<RegistryAnswer> ChangeAsync(RegistryRequest request)
    {
        if (!ContentNames.IsTag(request.Reference) || await request.ReadJsonAsync() is not { } wanted)
        {
            return RegistryAnswer.Of(RegistryErrors.AttributesInvalid("The body is not an object with changeable attributes, or the path names no tag."));
        }

        var changed = await writer.ChangeAsync(request.Registry, request.Repository, request.Reference, wanted, request.Aborted);
        return changed.TryGet(out var state, out var error) ? Show(request, state) : RegistryAnswer.Of(error);
    }

    public async ValueTask<RegistryAnswer> DeleteAsync(RegistryRequest request)
    {
        var removed = await remover.RemoveTagAsync(request.Registry, request.Repository, request.Reference, request.Aborted);
        return removed.TryGet(out var digest, out var error) ? new RegistryAnswer(202).With("X-Ms-Int-Docker-Content-Digest", digest) : RegistryAnswer.Of(error);
    }

    private static RegistryAnswer Show(RegistryRequest request, RepositoryState state) => state.Tags.TryGetValue(request.Reference, out var tag)
        ? RegistryAnswer.Json(AttributeJson.Of(request.LoginServer, request.Repository, "tag", AttributeJson.Tag(request.Reference, tag.Record)))
        : RegistryAnswer.Of(state.Record is null ? RegistryErrors.RepositoryUnknown(request.Repository) : RegistryErrors.TagUnknown);
}
