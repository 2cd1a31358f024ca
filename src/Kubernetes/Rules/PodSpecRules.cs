using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What a pod's specification must be. Source: <c>pkg/apis/core/validation/validation.go</c>.</summary>
internal static class PodSpecRules
{
    private static readonly string[] RestartPolicies = ["Always", "OnFailure", "Never"];
    private static readonly string[] PullPolicies = ["Always", "IfNotPresent", "Never"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] DnsPolicies = ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"];

    public static void Validate(JsonObject spec, string field, List<FieldError> errors)
    {
        if (spec["containers"] is not JsonArray { Count: > 0 })
        {
            errors.Add(FieldError.Required($"{field}.containers"));
        }

        var volumes = Volumes(spec, field, errors);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (place, container) in PodSpecs.Containers(spec))
        {
            Container(container, $"{field}.{place}", names, volumes, errors);
        }

        OneOf(spec, "restartPolicy", RestartPolicies, field, errors);
        OneOf(spec, "dnsPolicy", DnsPolicies, field, errors);
        if (spec.Number("terminationGracePeriodSeconds") < 0)
        {
            errors.Add(FieldError.Invalid($"{field}.terminationGracePeriodSeconds", spec["terminationGracePeriodSeconds"], "must be greater than or equal to 0"));
        }

        MetadataRules.Labels(spec["nodeSelector"] as JsonObject, $"{field}.nodeSelector", errors);
        if (spec.Text("serviceAccountName") is { Length: > 0 } account && Names.Subdomain(account) is { } wrong)
        {
            errors.Add(FieldError.Invalid($"{field}.serviceAccountName", account, wrong));
        }
    }

    private static HashSet<string> Volumes(JsonObject spec, string field, List<FieldError> errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var place = $"{field}.volumes[{index++}]";
            Name(volume.Text("name") ?? "", $"{place}.name", names, errors);
            ProjectedFileRules.Validate(volume, place, errors);
        }

        return names;
    }

    private static void Container(JsonObject container, string field, HashSet<string> names, HashSet<string> volumes, List<FieldError> errors)
    {
        Name(container.Text("name") ?? "", $"{field}.name", names, errors);
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
        {
            errors.Add(FieldError.Required($"{field}.image"));
        }
        else if (image.Trim() != image)
        {
            errors.Add(FieldError.Invalid($"{field}.image", image, "must not have leading or trailing whitespace"));
        }

        OneOf(container, "imagePullPolicy", PullPolicies, field, errors);
        Ports(container, field, errors);
        Mounts(container, field, volumes, errors);
        Resources(container, $"{field}.resources", errors);
        EnvironmentNames(container, field, errors);
    }

    private static void Ports(JsonObject container, string field, List<FieldError> errors)
    {
        var index = 0;
        foreach (var port in (container["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var place = $"{field}.ports[{index++}]";
            if (port.Number("containerPort") is not { } number || number == 0)
            {
                errors.Add(FieldError.Required($"{place}.containerPort"));
            }
            else if (number is < 1 or > 65535)
            {
                errors.Add(FieldError.Invalid($"{place}.containerPort", number, "must be between 1 and 65535, inclusive"));
            }

            OneOf(port, "protocol", Protocols, place, errors);
        }
    }

    private static void Mounts(JsonObject container, string field, HashSet<string> volumes, List<FieldError> errors)
    {
        var index = 0;
        foreach (var mount in (container["volumeMounts"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var place = $"{field}.volumeMounts[{index++}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
            {
                errors.Add(FieldError.Required($"{place}.name"));
            }
            else if (!volumes.Contains(name))
            {
                errors.Add(FieldError.NotFound($"{place}.name", name));
            }

            if (mount.Text("mountPath") is not { Length: > 0 })
            {
                errors.Add(FieldError.Required($"{place}.mountPath"));
            }

            foreach (var part in new[] { "subPath", "subPathExpr" })
            {
                if (mount.Text(part) is { Length: > 0 } path && Names.LocalPath(path) is { } wrong)
                {
                    errors.Add(FieldError.Invalid($"{place}.{part}", path, wrong));
                }
            }
        }
    }

    private static void Resources(JsonObject container, string field, List<FieldError> errors)
    {
        var limits = container.At("resources", "limits") as JsonObject;
        foreach (var (name, amount) in container.At("resources", "requests") as JsonObject ?? [])
        {
            if (limits?[name] is { } limit && Quantity.Parse(amount) > Quantity.Parse(limit))
            {
                errors.Add(FieldError.Invalid(
                    $"{field}.requests", amount, $"must be less than or equal to {name} limit of {limit.Text() ?? Json.ToText(limit)}"));
            }
        }
    }

    private static void EnvironmentNames(JsonObject container, string field, List<FieldError> errors)
    {
        var index = 0;
        foreach (var variable in (container["env"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (variable.Text("name") is not { Length: > 0 })
            {
                errors.Add(FieldError.Required($"{field}.env[{index}].name"));
            }

            index++;
        }
    }

    private static void Name(string name, string field, HashSet<string> names, List<FieldError> errors)
    {
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required(field));
        }
        else if (Names.Label(name) is { } wrong)
        {
            errors.Add(FieldError.Invalid(field, name, wrong));
        }
        else if (!names.Add(name))
        {
            errors.Add(FieldError.Duplicate(field, name));
        }
    }

    private static void OneOf(JsonObject value, string name, string[] supported, string field, List<FieldError> errors)
    {
        if (value.Text(name) is { } text && !supported.Contains(text))
        {
            errors.Add(FieldError.NotSupported($"{field}.{name}", text, supported));
        }
    }
}
