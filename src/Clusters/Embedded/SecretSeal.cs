using Verditer.Core;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>Seals a cluster's secrets with the host's key, each for its own place in its own cluster.</summary>
internal sealed class SecretSeal(ISecretProtector protector, string clusterKey) : IBodySeal
{
    public byte[] Seal(ReadOnlySpan<byte> plain, string key) => protector.Seal(plain, Purpose(key));

    public byte[] Open(ReadOnlySpan<byte> sealedBytes, string key) => protector.Open(sealedBytes, Purpose(key));

    private string Purpose(string key) => $"kubernetes object {clusterKey} {key}";
}
