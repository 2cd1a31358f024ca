using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Objects are made only in a namespace that exists and stays.</summary>
internal sealed class NamespaceLifecycle(ObjectStore store) : IAdmission
{
    private static readonly GroupResource Namespaces = new("", "namespaces");

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.Kind.Namespaced || !request.IsCreation)
        {
            return null;
        }

        var found = store.Find(Namespaces, "", request.Namespace);
        if (found is null)
        {
            return KubernetesErrors.NotFound(Namespaces, request.Namespace);
        }

        if (found.Object.Text("status", "phase") != "Terminating" && !found.Object.IsDeleting())
        {
            return null;
        }

        var refusal = KubernetesErrors.Forbidden(
            request.Kind.Resource, request.Value.Name(), $"unable to create new content in namespace {request.Namespace} because it is being terminated");
        refusal.Details!["causes"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {request.Namespace} is being terminated",
            ["field"] = "metadata.namespace",
        });
        return refusal;
    }
}
