using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Every namespace has the cluster's CA in a config map, for pods that call the API.</summary>
internal sealed class RootCertificateController(ControllerServices services)
    : NamespaceObjectController(services, Kinds.ConfigMaps, "kube-root-ca.crt")
{
    public override string Name => "root-ca-certificate-publisher";

    protected override JsonObject Build() => new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["data"] = Data() };

    protected override void Restore(JsonObject changed)
    {
        if (changed.Text("data", "ca.crt") != Services.Cluster.CertificateAuthority)
        {
            changed["data"] = Data();
        }
    }

    private JsonObject Data() => new() { ["ca.crt"] = Services.Cluster.CertificateAuthority };
}
