using System.Text.Json.Nodes;

namespace Verditer.InstanceMetadata;

/// <summary>The api-versions that there are.</summary>
internal sealed class VersionsEndpoint : IMetadataEndpoint
{
    public string Path => "versions";

    public IReadOnlyList<string> Versions => [];

    public bool NeedsInstance => false;

    public ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request) => new(MetadataAnswer.Json(new JsonObject
    {
        ["apiVersions"] = new JsonArray([.. ApiVersions.All.Select(version => JsonValue.Create(version))]),
    }));
}
