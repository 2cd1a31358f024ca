using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What holds for the metadata of every object. Source: apimachinery's <c>api/validation/objectmeta.go</c>.</summary>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

    /// <summary>Names that are not a DNS subdomain.</summary>
    private static readonly Dictionary<GroupResource, Func<string, string?>> NameForms = new()
    {
        [new("", "namespaces")] = Names.Label,
        [new("", "services")] = Names.ServiceName,
        [new("certificates.k8s.io", "certificatesigningrequests")] = Names.PathSegment,
        [new("rbac.authorization.k8s.io", "roles")] = Names.PathSegment,
        [new("rbac.authorization.k8s.io", "rolebindings")] = Names.PathSegment,
        [new("rbac.authorization.k8s.io", "clusterroles")] = Names.PathSegment,
        [new("rbac.authorization.k8s.io", "clusterrolebindings")] = Names.PathSegment,
    };

    public static void Validate(ResourceKind kind, JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var name = value.Name();
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        }
        else if (current is null && NameForms.GetValueOrDefault(kind.Stored, Names.Subdomain)(name) is { } wrong)
        {
            errors.Add(FieldError.Invalid("metadata.name", name, wrong));
        }

        Labels(value.At("metadata", "labels") as JsonObject, "metadata.labels", errors);
        Annotations(value.At("metadata", "annotations") as JsonObject, errors);
        Finalizers(value, current, errors);
        Owners(value.At("metadata", "ownerReferences") as JsonArray, errors);
    }

    public static void Labels(JsonObject? labels, string field, List<FieldError> errors)
    {
        foreach (var (key, node) in labels ?? [])
        {
            if (Names.Qualified(key) is { } wrongKey)
            {
                errors.Add(FieldError.Invalid(field, key, wrongKey));
            }

            var text = node.Text() ?? "";
            if (Names.LabelValue(text) is { } wrongValue)
            {
                errors.Add(FieldError.Invalid(field, text, wrongValue));
            }
        }
    }

    private static void Annotations(JsonObject? annotations, List<FieldError> errors)
    {
        var size = 0;
        foreach (var (key, node) in annotations ?? [])
        {
            size += key.Length + (node.Text()?.Length ?? 0);
            if (Names.Qualified(key.ToLowerInvariant()) is { } wrong)
            {
                errors.Add(FieldError.Invalid("metadata.annotations", key, wrong));
            }
        }

        if (size > MostAnnotationBytes)
        {
            errors.Add(FieldError.TooLong("metadata.annotations", MostAnnotationBytes));
        }
    }

    private static void Finalizers(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var now = Texts(value.At("metadata", "finalizers"));
        foreach (var name in now.Where(name => Names.Qualified(name) is not null))
        {
            errors.Add(FieldError.Invalid("metadata.finalizers", name, Names.Qualified(name)!));
        }

        if (now.Contains("orphan") && now.Contains("foregroundDeletion"))
        {
            errors.Add(FieldError.Invalid(
                "metadata.finalizers", value.At("metadata", "finalizers"), "finalizer orphan and foregroundDeletion cannot be both set"));
        }

        if (current is not null && current.IsDeleting())
        {
            var added = now.Except(Texts(current.At("metadata", "finalizers"))).ToList();
            if (added.Count > 0)
            {
                errors.Add(FieldError.Forbidden(
                    "metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers [{string.Join(", ", added.Select(one => $"\"{one}\""))}]"));
            }
        }
    }

    private static void Owners(JsonArray? owners, List<FieldError> errors)
    {
        var controllers = 0;
        foreach (var owner in owners ?? [])
        {
            foreach (var member in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            {
                if (string.IsNullOrEmpty(owner.Text(member)))
                {
                    errors.Add(FieldError.Invalid($"metadata.ownerReferences.{member}", "", $"{(member == "apiVersion" ? "version" : member)} must not be empty"));
                }
            }

            controllers += owner.Flag("controller") == true ? 1 : 0;
        }

        if (controllers > 1)
        {
            errors.Add(FieldError.Invalid(
                "metadata.ownerReferences", owners, "Only one reference can have Controller set to true. Found \"true\" in references for several owners"));
        }
    }

    private static List<string> Texts(JsonNode? node) => node is JsonArray list ? [.. list.Select(one => one.Text() ?? "")] : [];
}
