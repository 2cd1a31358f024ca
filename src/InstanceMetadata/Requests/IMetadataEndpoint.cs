namespace Verditer.InstanceMetadata;

/// <summary>One endpoint of the service.</summary>
internal interface IMetadataEndpoint
{
    /// <summary>Its path below <c>/metadata</c>, such as <c>identity/oauth2/token</c>.</summary>
    string Path { get; }

    /// <summary>The api-versions that it knows, oldest first; empty where none is asked for.</summary>
    IReadOnlyList<string> Versions { get; }

    /// <summary>True where further segments of the path choose a part of the answer.</summary>
    bool TakesFilter => false;

    /// <summary>True where a machine is spoken of that a control plane is not.</summary>
    bool NeedsInstance => true;

    /// <summary>True where it has limits of its own.</summary>
    bool LimitsItself => false;

    ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request);
}
