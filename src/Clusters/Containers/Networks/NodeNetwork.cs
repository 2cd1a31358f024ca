namespace Verditer.Clusters.Containers;

/// <summary>A node's place in the network, once its namespace is up.</summary>
/// <param name="ClusterKey">The cluster's own lasting key.</param>
/// <param name="Name">The node's name.</param>
/// <param name="NamespacePath">Path of its network namespace: <c>nsenter --net=PATH</c> enters it, <see cref="NamespaceSockets"/> listens and connects in it.</param>
/// <param name="NodeIp">Its address in the virtual network.</param>
/// <param name="GatewayIp">The first address of its subnet, where the way out of the virtual network is.</param>
/// <param name="SubnetPrefix">Such as <c>10.224.0.0/16</c>.</param>
/// <param name="PodCidr">The addresses of its pods.</param>
/// <param name="ClusterPodCidr">The addresses of all pods of the cluster.</param>
/// <param name="ServiceCidr">The addresses of the cluster's services.</param>
/// <param name="DnsServiceIp">Where pods look for the cluster's names.</param>
/// <param name="PodBridge">The interface in the namespace that pods are on.</param>
/// <param name="RegistryFolder">containerd's folder of settings for registries: <c>NAME/hosts.toml</c> in it is read at each pull.</param>
/// <param name="RuntimeSocket">Path of containerd's socket.</param>
public sealed record NodeNetwork(
    string ClusterKey,
    string Name,
    string NamespacePath,
    string NodeIp,
    string GatewayIp,
    string SubnetPrefix,
    string PodCidr,
    string ClusterPodCidr,
    string ServiceCidr,
    string DnsServiceIp,
    string PodBridge,
    string RegistryFolder,
    string RuntimeSocket);
