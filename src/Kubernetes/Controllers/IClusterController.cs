namespace Verditer.Kubernetes;

/// <summary>One of the cluster's controllers. It reads and writes through the API and keeps no state of its own that a restart would lose.</summary>
public interface IClusterController
{
    /// <summary>Such as <c>deployment</c>; it names the controller in logs.</summary>
    string Name { get; }

    /// <summary>Runs until canceled. The engine starts it again, after a pause, when it throws or returns.</summary>
    Task RunAsync(IObjectClient api, CancellationToken cancellationToken);
}

/// <summary>The controllers that every cluster runs.</summary>
public interface IControllerSet
{
    /// <summary>New controllers for one cluster.</summary>
    /// <param name="certificates">Signs what was approved; without it nothing is signed.</param>
    IReadOnlyList<IClusterController> For(ClusterFacts cluster, IClusterCertificates? certificates = null);
}

/// <summary>What controllers and nodes need to know of their cluster.</summary>
/// <param name="CertificateAuthority">The cluster's CA, PEM.</param>
/// <param name="Server">Base address of the API.</param>
/// <param name="KubernetesVersion">Such as <c>1.32.4</c>.</param>
public sealed record ClusterFacts(
    string ClusterKey, string Name, string KubernetesVersion, string Server, string CertificateAuthority, string PodCidr, string ServiceCidr, string DnsServiceIp);
