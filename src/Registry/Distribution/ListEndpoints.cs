using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>What there is: the API itself, repositories, tags, and what refers to a manifest.</summary>
internal sealed class ListEndpoints(ContentIndex index)
{
    public static ValueTask<RegistryAnswer> Base(RegistryRequest request) => new(RegistryAnswer.Json(new JsonObject()));

    public ValueTask<RegistryAnswer> Catalog(RegistryRequest request)
    {
        var visible = index.Find(request.LoginServer).Repositories.Values.Where(repository => repository.Record is not null && repository.Attributes.ListEnabled).Select(repository => repository.Name);
        return new(Paging.Of(request, visible, name => name, Paging.Usual).TryGet(out var page, out var error)
            ? RegistryAnswer.Json(new JsonObject { ["repositories"] = Names(page.Items) }).With("Link", page.Link)
            : RegistryAnswer.Of(error));
    }

    public ValueTask<RegistryAnswer> Tags(RegistryRequest request)
    {
        var state = index.Find(request.LoginServer).Find(request.Repository);
        if (state.Record is null)
        {
            return new(RegistryAnswer.Of(RegistryErrors.RepositoryUnknown(request.Repository)));
        }

        var visible = state.Tags.Where(tag => tag.Value.Record.Attributes.ListEnabled).Select(tag => tag.Key);
        return new(Paging.Of(request, visible, name => name, null).TryGet(out var page, out var error)
            ? RegistryAnswer.Json(new JsonObject { ["name"] = request.Repository, ["tags"] = Names(page.Items) }).With("Link", page.Link)
            : RegistryAnswer.Of(error));
    }

    /// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers</remarks>
    public ValueTask<RegistryAnswer> Referrers(RegistryRequest request)
    {
        if (!Digest.TryParse(request.Reference, out var digest))
        {
            return new(RegistryAnswer.Of(RegistryErrors.DigestInvalid(request.Reference)));
        }

        var wanted = request.Value("artifactType");
        var found = index.Find(request.LoginServer).Find(request.Repository).Referrers(digest.ToString())
            .Where(referrer => wanted is null || referrer.Value.Record.ArtifactType == wanted)
            .Select(referrer => Describe(referrer.Key, referrer.Value.Record));
        var body = new JsonObject { ["schemaVersion"] = 2, ["mediaType"] = MediaTypes.OciIndex, ["manifests"] = new JsonArray([.. found]) };
        return new((RegistryAnswer.Json(body) with { ContentType = MediaTypes.OciIndex }).With(RegistryHeaders.FiltersApplied, wanted is null ? null : "artifactType"));
    }

    private static JsonNode Describe(string digest, ManifestRecord manifest)
    {
        var descriptor = new JsonObject { ["mediaType"] = manifest.MediaType, ["digest"] = digest, ["size"] = manifest.Size };
        if (manifest.ArtifactType is { } type)
        {
            descriptor["artifactType"] = type;
        }

        if (manifest.Annotations is { } annotations)
        {
            descriptor["annotations"] = annotations.Copy();
        }

        return descriptor;
    }

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => JsonValue.Create(name))]);
}
