namespace Verditer.Providers.ContainerService;

/// <param name="ClustersFolder">Where a cluster's own files are kept (the kubeconfig of its cloud provider); only this user can read them.</param>
public sealed record ContainerServiceOptions(string ClustersFolder);
