using System.Text.Json.Nodes;

namespace Verditer.Core;

/// <summary>Makes Kubernetes control planes and nodes. Every call may be repeated. Clusters survive a restart of the process: they are started again with <see cref="StartAsync"/>.</summary>
public interface IClusterEngine
{
    /// <summary>The engine's name: embedded, containers or kubernetes.</summary>
    string Name { get; }

    /// <summary>The Kubernetes versions that it can run, newest first, such as <c>1.32.4</c>.</summary>
    IReadOnlyList<string> KubernetesVersions { get; }

    /// <summary>Makes the control plane (CA, keys, address) if it is not there, and starts it.</summary>
    Task<ControlPlane> CreateAsync(ControlPlaneSpec spec, CancellationToken cancellationToken = default);

    /// <summary>True when the control plane was made: then it can be started, and gives out credentials.</summary>
    ValueTask<bool> ExistsAsync(string clusterKey, CancellationToken cancellationToken = default);

    /// <summary>Starts a control plane that was made before; its address stays the same.</summary>
    Task<ControlPlane> StartAsync(string clusterKey, CancellationToken cancellationToken = default);

    /// <summary>Stops it and keeps its state.</summary>
    Task StopAsync(string clusterKey, CancellationToken cancellationToken = default);

    /// <summary>
    /// Gives it a new CA, new keys and new tokens, and starts it anew at the same address: credentials given out before are refused from then on.
    /// </summary>
    /// <param name="rotation">The rotation's own name: a call repeated with it finds the work done.</param>
    /// <exception cref="ClusterEngineException">The engine cannot.</exception>
    Task<ControlPlane> RotateCertificatesAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default) =>
        throw new ClusterEngineException($"The engine '{Name}' does not rotate a cluster's certificates.");

    /// <summary>
    /// Gives it a new key that signs service-account tokens. Tokens of the key before stay good for 24 hours by Verditer's clock, or until the next rotation.
    /// </summary>
    /// <param name="rotation">The rotation's own name: a call repeated with it finds the work done.</param>
    /// <exception cref="ClusterEngineException">The engine cannot.</exception>
    Task RotateServiceAccountKeysAsync(string clusterKey, string rotation, CancellationToken cancellationToken = default) =>
        throw new ClusterEngineException($"The engine '{Name}' does not rotate a cluster's service-account keys.");

    /// <summary>The public keys of its service-account tokens (JWKS, RFC 7517), also while it is stopped; null when there is no such cluster.</summary>
    ValueTask<JsonObject?> FindServiceAccountKeysAsync(string clusterKey, CancellationToken cancellationToken = default) => new((JsonObject?)null);

    /// <summary>Stops it and removes all its state.</summary>
    Task DeleteAsync(string clusterKey, CancellationToken cancellationToken = default);

    /// <summary>Makes the node, or brings an existing one to this description.</summary>
    Task EnsureNodeAsync(string clusterKey, NodeSpec node, CancellationToken cancellationToken = default);

    /// <summary>The names of the nodes that were made and not removed; empty for a cluster that is not there.</summary>
    Task<IReadOnlyList<string>> ListNodesAsync(string clusterKey, CancellationToken cancellationToken = default);

    Task RemoveNodeAsync(string clusterKey, string nodeName, CancellationToken cancellationToken = default);

    /// <summary>A kubeconfig (YAML) with one user, one cluster and one context, whose credentials the control plane accepts.</summary>
    Task<string> GetKubeconfigAsync(string clusterKey, KubeconfigRequest request, CancellationToken cancellationToken = default);
}

/// <param name="ClusterKey">The cluster's own lasting key (letters, digits and dashes; safe as a file name).</param>
/// <param name="Name">The cluster's name, as people know it.</param>
/// <param name="KubernetesVersion">Such as <c>1.32.4</c>.</param>
/// <param name="Fqdn">The name that the API server's certificate also carries.</param>
public sealed record ControlPlaneSpec(
    string ClusterKey, string Name, string KubernetesVersion, string Fqdn, string PodCidr, string ServiceCidr, string DnsServiceIp)
{
    /// <summary>The <c>iss</c> of service-account tokens, an address where the keys are served; null for the cluster's own name for itself.</summary>
    public string? Issuer { get; init; }

    /// <summary>The tenant that pods with workload identity sign in to; null where the cluster does not have workload identity.</summary>
    public string? WorkloadIdentityTenant { get; init; }
}

/// <param name="Server">Base address of the API, such as <c>https://127.0.0.1:41234</c>.</param>
/// <param name="CertificateAuthority">The cluster's CA, PEM.</param>
public sealed record ControlPlane(string ClusterKey, string Server, string CertificateAuthority);

/// <param name="ProviderId">The cloud's name for it: <c>azure:///subscriptions/…/virtualMachineScaleSets/…/virtualMachines/0</c>.</param>
/// <param name="CpuCores">Whole cores of the VM size.</param>
/// <param name="MemoryBytes">Bytes of the VM size.</param>
/// <param name="Taints">Such as <c>key=value:NoSchedule</c>.</param>
public sealed record NodeSpec(
    string Name,
    string ProviderId,
    string KubernetesVersion,
    int CpuCores,
    long MemoryBytes,
    int MaxPods,
    string InternalIp,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<string> Taints)
{
    /// <summary>The subnet in which <see cref="InternalIp"/> lies, such as <c>10.224.0.0/16</c>; null where that is not known.</summary>
    public string? SubnetPrefix { get; init; }

    /// <summary>The resource id of the virtual network; null where that is not known. Nodes of one network reach each other.</summary>
    public string? VirtualNetwork { get; init; }
}

/// <param name="IsAdmin">True for <c>clusterAdmin</c> (group system:masters).</param>
public sealed record KubeconfigRequest(string UserName, string ClusterName, string ContextName, bool IsAdmin);
