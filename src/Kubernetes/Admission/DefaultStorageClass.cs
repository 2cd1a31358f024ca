using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A claim that names no storage class gets the default one. Source: upstream's admission plug-in DefaultStorageClass.</summary>
internal sealed class DefaultStorageClass(ObjectStore store) : IAdmission
{
    private const string Mark = "storageclass.kubernetes.io/is-default-class";

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != new GroupResource("", "persistentvolumeclaims") || request.Value.At("spec", "storageClassName") is not null)
        {
            return null;
        }

        var chosen = store.State(new("storage.k8s.io", "storageclasses")).List(null)
            .Where(one => one.Object.Text("metadata", "annotations", Mark) == "true")
            .OrderByDescending(one => one.Object.Text("metadata", "creationTimestamp"), StringComparer.Ordinal)
            .FirstOrDefault();
        if (chosen is not null)
        {
            request.Value.Section("spec")["storageClassName"] = chosen.Name;
        }

        return null;
    }
}
