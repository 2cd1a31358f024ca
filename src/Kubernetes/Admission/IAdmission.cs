using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>Looks at a write before it is validated, may complete it and may refuse it, like one of upstream's admission plug-ins.</summary>
internal interface IAdmission
{
    /// <summary>True when it looks at writes of subresources too.</summary>
    bool SeesParts => false;

    /// <summary>Null lets the write go on.</summary>
    KubernetesError? Admit(AdmissionRequest request);
}

/// <param name="Value">As it would be stored; an admission may change it.</param>
/// <param name="Current">What is stored now; null for a creation.</param>
/// <param name="Subresource">Empty for the object itself.</param>
internal sealed record AdmissionRequest(ResourceKind Kind, string Namespace, JsonObject Value, JsonObject? Current, UserInfo User, string Subresource = "")
{
    public bool IsCreation => Current is null;
}
