using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Management;

/// <summary>
/// Changes of the hierarchy come one after another: whether a group may be moved depends on where all the others are, and that is still so when the move is stored.
/// </summary>
internal sealed class HierarchyTurn : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>The same, alone.</summary>
    public Func<ArmContext, CancellationToken, ValueTask<Result<ArmResponse>>> Alone(Func<ArmContext, CancellationToken, ValueTask<Result<ArmResponse>>> run) =>
        async (context, cancellationToken) =>
        {
            await _turn.WaitAsync(cancellationToken);
            try
            {
                return await run(context, cancellationToken);
            }
            finally
            {
                _turn.Release();
            }
        };

    public void Dispose() => _turn.Dispose();
}
