using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A path that is not a resource: a provider's list of versions, an operation's status, the subscriptions.</summary>
/// <param name="Method">GET, POST, PUT, DELETE or HEAD.</param>
/// <param name="Template">Such as <c>/subscriptions/{subscriptionId}/providers/Microsoft.ContainerService/locations/{location}/orchestrators</c>.</param>
/// <param name="Action">
/// The action that the caller needs at the resource that the template names in a group, or else at its group or subscription; null where any authenticated caller may ask and the handler itself shows only
/// what the caller may see.
/// </param>
public sealed record ArmEndpoint(
    string Method, string Template, string? Action, Func<ArmContext, CancellationToken, ValueTask<Result<ArmResponse>>> Run)
{
    /// <summary>The api-versions served; empty for any that looks like a date.</summary>
    public IReadOnlyList<string> ApiVersions { get; init; } = [];

    /// <summary>True for a list of resources, of which a caller sees what it may read.</summary>
    public bool ListsResources { get; init; }

    /// <summary>True where the subscription must be registered for the namespace in the template.</summary>
    public bool NeedsRegistration { get; init; }
}
