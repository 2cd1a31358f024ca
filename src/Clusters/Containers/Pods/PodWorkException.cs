namespace Verditer.Clusters.Containers;

/// <summary>Something of a pod cannot be done now. The reason is what its containers show.</summary>
internal sealed class PodWorkException(string reason, string message) : Exception(message)
{
    public string Reason => reason;
}
