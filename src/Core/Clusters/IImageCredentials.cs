namespace Verditer.Core;

/// <summary>What a node itself may show to a registry, such as its kubelet identity's right to pull. Pull secrets of pods come first.</summary>
public interface IImageCredentials
{
    /// <summary>Null where the node has nothing to show for this image.</summary>
    /// <param name="image">As the pod names it, such as <c>myregistry.azurecr.io/app:v1</c>.</param>
    ValueTask<ImageCredential?> FindAsync(NodeSpec node, string image, CancellationToken cancellationToken);
}

/// <summary>A user and a password for a registry. Never logged.</summary>
public sealed record ImageCredential(string UserName, string Password)
{
    public override string ToString() => $"ImageCredential({UserName})";
}
