using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary><c>/acr/v1/{name}</c>: a repository's attributes, its locks, and its end.</summary>
internal sealed class RepositoryEndpoints(ContentIndex index, AttributeWriter writer, ContentRemover remover)
{
    public ValueTask<RegistryAnswer> ShowAsync(RegistryRequest request) => new(Show(request, index.Find(request.LoginServer).Find(request.Repository)));

    public async ValueTask<RegistryAnswer> ChangeAsync(RegistryRequest request)
    {
        if (await request.ReadJsonAsync() is not { } wanted)
        {
            return RegistryAnswer.Of(RegistryErrors.AttributesInvalid("The body is not an object with changeable attributes."));
        }

        var changed = await writer.ChangeAsync(request.Registry, request.Repository, null, wanted, request.Aborted);
        return changed.TryGet(out var state, out var error) ? Show(request, state) : RegistryAnswer.Of(error);
    }

    public async ValueTask<RegistryAnswer> DeleteAsync(RegistryRequest request)
    {
        var removed = await remover.RemoveRepositoryAsync(request.Registry, request.Repository, request.Aborted);
        return removed.TryGet(out var gone, out var error)
            ? RegistryAnswer.Json(new JsonObject { ["manifestsDeleted"] = Names(gone.Manifests), ["tagsDeleted"] = Names(gone.Tags) }, 202)
            : RegistryAnswer.Of(error);
    }

    private static RegistryAnswer Show(RegistryRequest request, RepositoryState state) => state.Record is { } kept
        ? RegistryAnswer.Json(AttributeJson.Repository(request.LoginServer, state, kept.Record))
        : RegistryAnswer.Of(RegistryErrors.RepositoryUnknown(request.Repository));

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
