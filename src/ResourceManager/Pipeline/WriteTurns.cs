using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>
/// Writes of one resource that were overtaken take turns, so that many at once all come through. Resources share turns by chance; a request made within a turn takes none.
/// </summary>
internal sealed class WriteTurns
{
    private static readonly AsyncLocal<bool> Within = new();

    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    /// <summary>Waits for the turn of the resource that holds this one, and carries the work out in it.</summary>
    public async ValueTask<T> RunAsync<T>(ResourceId id, Func<ValueTask<T>> work, CancellationToken cancellationToken)
    {
        if (Within.Value)
        {
            return await work();
        }

        var turn = _turns[(uint)Holder(id).GetHashCode() % _turns.Length];
        await turn.WaitAsync(cancellationToken);
        try
        {
            Within.Value = true;
            return await work();
        }
        finally
        {
            Within.Value = false;
            turn.Release();
        }
    }

    /// <summary>A child may live in its parent: they share a turn.</summary>
    private static ResourceId Holder(ResourceId id)
    {
        while (!id.IsExtension && id.Type != ResourceType.ResourceGroup && id.Parent is { } parent)
        {
            id = parent;
        }

        return id;
    }
}
