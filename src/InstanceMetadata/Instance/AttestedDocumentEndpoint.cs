namespace Verditer.InstanceMetadata;

/// <summary>A document signed by Azure, which nobody else can sign: refused.</summary>
internal sealed class AttestedDocumentEndpoint : IMetadataEndpoint
{
    public string Path => "attested/document";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2018-10-01");

    public ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request) => new(MetadataErrors.NotAttested);
}
