using System.Text.Json.Nodes;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Every namespace has a service account <c>default</c>.</summary>
internal sealed class DefaultServiceAccountController(ControllerServices services)
    : NamespaceObjectController(services, Kinds.ServiceAccounts, "default")
{
    public override string Name => "serviceaccount";

    protected override JsonObject Build() => new() { ["apiVersion"] = "v1", ["kind"] = "ServiceAccount" };

    protected override void Restore(JsonObject changed)
    {
    }
}
