using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>A program of the host that nodes need failed. The message has its name and what it said.</summary>
internal sealed class HostCommandException(string message) : ClusterEngineException(message);
