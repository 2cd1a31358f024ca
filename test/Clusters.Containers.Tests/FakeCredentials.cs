using System.Collections.Concurrent;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>Notes which images nodes ask credentials for, and has none.</summary>
public sealed class FakeCredentials : IImageCredentials
{
    public ConcurrentBag<(string Node, string Image)> Asked { get; } = [];

    public ValueTask<ImageCredential?> FindAsync(string node, string image, CancellationToken cancellationToken)
    {
        Asked.Add((node, image));
        return new((ImageCredential?)null);
    }
}
