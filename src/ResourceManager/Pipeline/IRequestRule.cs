using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>One rule of the pipeline: fills in what it finds in the context, or refuses.</summary>
public interface IRequestRule
{
    ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken);
}
