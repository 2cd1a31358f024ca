using Verditer.Core;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>A cluster that is up: its API, its server, its controllers. Disposing it stops them in the order that leaves nothing half done.</summary>
internal sealed class RunningCluster(
    ClusterFacts facts, ClusterAuthority authority, ClusterCredentials credentials, ClusterApi api, KubernetesServer server) : IAsyncDisposable
{
    public ClusterFacts Facts => facts;

    public ClusterApi Api => api;

    public ControllerRunner? Controllers { get; set; }

    public ControlPlane Describe() => new(facts.ClusterKey, facts.Server, facts.CertificateAuthority);

    public async ValueTask DisposeAsync()
    {
        if (Controllers is not null)
        {
            await Controllers.DisposeAsync();
        }

        await server.DisposeAsync();
        api.Dispose();
        credentials.Dispose();
        authority.Dispose();
    }
}
