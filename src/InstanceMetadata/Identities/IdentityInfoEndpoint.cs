using System.Text.Json.Nodes;

namespace Verditer.InstanceMetadata;

/// <summary>The directory that the machine's identities belong to.</summary>
internal sealed class IdentityInfoEndpoint(MachineOwner owners) : IMetadataEndpoint
{
    public string Path => "identity/info";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2018-02-01");

    public bool NeedsInstance => false;

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request)
    {
        var carried = await owners.IdentitiesAsync(request.Machine, request.Canceled);
        return carried.Count == 0
            ? MetadataErrors.BadRequest(Path, MetadataErrors.IdentityNotFound)
            : MetadataAnswer.Json(new JsonObject { ["tenantId"] = carried[0].TenantId });
    }
}
