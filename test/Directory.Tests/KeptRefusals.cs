using System.Collections;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>Keeps what was refused, for a test to look at.</summary>
internal sealed class KeptRefusals : IRefusalLog, IEnumerable<RefusedRequest>
{
    private readonly List<RefusedRequest> _all = [];

    public string? Add(RefusedRequest request)
    {
        _all.Add(request);
        return "verditer why " + request.Id;
    }

    public IEnumerator<RefusedRequest> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
