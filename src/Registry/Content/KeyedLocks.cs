namespace Verditer.Registry;

/// <summary>Lets one at a time work on a thing that is known by a text. Things may share a lock, so nobody who holds one takes another of the same set.</summary>
internal sealed class KeyedLocks
{
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    public async ValueTask<Held> EnterAsync(string key, CancellationToken cancellationToken)
    {
        var stripe = _stripes[(uint)string.GetHashCode(key, StringComparison.Ordinal) % (uint)_stripes.Length];
        await stripe.WaitAsync(cancellationToken);
        return new(stripe);
    }

    /// <summary>Waits until everybody who is in now has left. Others may come in meanwhile.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        foreach (var stripe in _stripes)
        {
            await stripe.WaitAsync(cancellationToken);
            stripe.Release();
        }
    }

    internal readonly struct Held(SemaphoreSlim stripe) : IDisposable
    {
        public void Dispose() => stripe.Release();
    }
}

/// <summary>The locks of the registries. Whoever needs both takes the repository's first.</summary>
internal sealed class ContentLocks
{
    /// <summary>By <see cref="ContentKey.Of"/>: held while the manifests and tags of a repository change, and while its links go.</summary>
    public KeyedLocks Repositories { get; } = new();

    /// <summary>By digest: held while a blob's file comes, is linked, or goes.</summary>
    public KeyedLocks Blobs { get; } = new();
}
