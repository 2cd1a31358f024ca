using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The preview features that a write needs are in effect in this subscription.</summary>
internal sealed class RequireFeatures : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken) =>
        new(context.IsWrite ? context.Handler!.CheckFeatures(RequestExecutor.Raw(context)) : null);
}
