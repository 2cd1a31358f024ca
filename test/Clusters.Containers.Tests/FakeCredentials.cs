using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>Notes which images nodes ask credentials for, and has none.</summary>
public sealed class FakeCredentials : IImageCredentials
{
    public ConcurrentBag<(string Node, string Image)> Asked { get; } = [];

    public ValueTask<ImageCredential?> FindAsync(NodeSpec node, string image, CancellationToken cancellationToken)
    {
        Asked.Add((node.Name, image));
        return new((ImageCredential?)null);
    }
}
