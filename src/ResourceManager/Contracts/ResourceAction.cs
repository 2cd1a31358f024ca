using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A POST on a resource, such as <c>listClusterUserCredential</c>.</summary>
/// <param name="Name">The last segment of the path.</param>
/// <param name="Run">Called with <see cref="ArmContext.Existing"/> set: an action on a resource that does not exist is refused before.</param>
public sealed record ResourceAction(string Name, Func<ArmContext, CancellationToken, ValueTask<Result<ArmResponse>>> Run);
