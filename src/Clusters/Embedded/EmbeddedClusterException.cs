using Verditer.Core;

namespace Verditer.Clusters.Embedded;

/// <summary>A cluster cannot be run. The message says what stands in the way and what mends it, for a person to read.</summary>
public sealed class EmbeddedClusterException : ClusterEngineException
{
    public EmbeddedClusterException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
