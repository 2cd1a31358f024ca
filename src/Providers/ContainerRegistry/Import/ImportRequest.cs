using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>What of an import is asked for, apart from where it comes from. Source: https://learn.microsoft.com/rest/api/containerregistry/registries/import-image</summary>
/// <param name="Targets"><c>repository:tag</c>.</param>
/// <param name="Untagged">Repositories that get the image without a tag.</param>
/// <param name="Overwrite">False to refuse tags that exist.</param>
internal sealed record ImportRequest(ImageReference Image, IReadOnlyList<string> Targets, IReadOnlyList<string> Untagged, bool Overwrite)
{
    public static Result<ImportRequest> Read(JsonObject body)
    {
        var source = body.Text("source", "sourceImage");
        if (!ImageReference.TryParse(source, out var image))
        {
            return RegistryErrors.Invalid($"The source image '{source}' is not 'repository:tag' or 'repository@digest'.", "source.sourceImage");
        }

        List<string> targets = [];
        foreach (var text in ScopeMapAction.Texts(body["targetTags"]))
        {
            if (!ImageReference.TryParse(text, out var target) || target.HasDigest)
            {
                return RegistryErrors.Invalid($"The target tag '{text}' is not 'repository:tag'.", "targetTags");
            }

            targets.Add(target.Text);
        }

        var untagged = ScopeMapAction.Texts(body["untaggedTargetRepositories"]).ToList();
        if (untagged.Find(r => !ImageReference.IsRepository(r)) is { } wrong)
        {
            return RegistryErrors.Invalid($"'{wrong}' is not the name of a repository.", "untaggedTargetRepositories");
        }

        if (targets.Count == 0 && untagged.Count == 0)
        {
            untagged.AddRange(image.HasDigest ? [image.Repository] : []);
            targets.AddRange(image.HasDigest ? [] : [image.Text]);
        }

        return new ImportRequest(image, targets, untagged, "Force".Equals(body.Text("mode"), StringComparison.OrdinalIgnoreCase));
    }
}
