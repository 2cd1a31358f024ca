using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class StorageClasses
{
    private const string DefaultAnnotation = "storageclass.kubernetes.io/is-default-class";

    /// <summary>The class that a claim names, or the default one where it names none; null where there is none.</summary>
    public static JsonObject? Of(IObjectClient api, JsonObject claim) => claim.Text("spec", "storageClassName") switch
    {
        null => api.List(Kinds.StorageClasses).FirstOrDefault(candidate => candidate.Annotation(DefaultAnnotation) == "true"),
        "" => null,
        var name => api.Find(Kinds.StorageClasses, null, name),
    };
}
