using System.Threading.Channels;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Whether nodes can run pods.</summary>
internal interface INodeHealth
{
    /// <summary>Names of nodes whose health has changed; null where it never does.</summary>
    ChannelReader<ObjectKey>? Changes { get; }

    /// <summary>Null for a node in good health.</summary>
    NodeProblem? ProblemOf(string node);
}
