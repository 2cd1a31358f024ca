using System.Collections;
using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>Keeps what was refused, for a test to look at.</summary>
internal sealed class KeptRefusals : IRefusalLog, IEnumerable<RefusedRequest>
{
    private readonly ConcurrentQueue<RefusedRequest> _all = new();

    public string? Add(RefusedRequest request)
    {
        _all.Enqueue(request);
        return null;
    }

    public IEnumerator<RefusedRequest> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
