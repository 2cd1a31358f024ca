using Microsoft.AspNetCore.Http;

namespace Verditer.InstanceMetadata;

/// <summary>Another protocol by which clients ask for a managed identity's token, at the machine's own listener.</summary>
internal interface IIdentityProtocol
{
    /// <summary>Its path, without a slash at the end.</summary>
    string Path { get; }

    ValueTask<MetadataAnswer> AnswerAsync(HttpContext context, OpenListener listener);
}
