using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A pod's priority is that of its class, or of the class that is everybody's default. Source: upstream's admission plug-in Priority.</summary>
internal sealed class PodPriority(ObjectStore store) : IAdmission
{
    private static readonly GroupResource Classes = new("scheduling.k8s.io", "priorityclasses");

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != new GroupResource("", "pods"))
        {
            return null;
        }

        var spec = request.Value.Section("spec");
        var name = spec.Text("priorityClassName") ?? "";
        var found = name.Length > 0 ? store.Find(Classes, "", name) : store.State(Classes).List(null).FirstOrDefault(one => one.Object.Flag("globalDefault") == true);
        if (found is null && name.Length > 0)
        {
            return KubernetesErrors.Forbidden(request.Kind.Resource, request.Value.Name(), $"no PriorityClass with name {name} was found");
        }

        if (found is not null)
        {
            spec["priorityClassName"] = found.Name;
        }

        spec["priority"] = found?.Object.Number("value") ?? 0;
        spec["preemptionPolicy"] = found?.Object.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        return null;
    }
}
