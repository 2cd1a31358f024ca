using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Files that volumes are made of, which are written by the node: none may lead out of its volume. Source: <c>validateLocalNonReservedPath</c> and its callers in
/// <c>pkg/apis/core/validation/validation.go</c>.
/// </summary>
internal static class ProjectedFileRules
{
    private const int MostMode = 0b111_111_111;

    public static void Validate(JsonObject volume, string field, List<FieldError> errors)
    {
        Source(volume, field, errors);
        if (volume["projected"] is not JsonObject projected)
        {
            return;
        }

        Mode(projected, "defaultMode", $"{field}.projected", errors);
        var index = 0;
        foreach (var source in projected["sources"] as JsonArray ?? [])
        {
            if (source is JsonObject one)
            {
                Source(one, $"{field}.projected.sources[{index}]", errors);
            }

            index++;
        }
    }

    private static void Source(JsonObject source, string field, List<FieldError> errors)
    {
        Items(source, "configMap", field, hasKey: true, errors);
        Items(source, "secret", field, hasKey: true, errors);
        Items(source, "downwardAPI", field, hasKey: false, errors);
        if (source["serviceAccountToken"] is JsonObject token)
        {
            FilePath(token, $"{field}.serviceAccountToken", errors);
        }
    }

    private static void Items(JsonObject source, string kind, string field, bool hasKey, List<FieldError> errors)
    {
        if (source[kind] is not JsonObject files)
        {
            return;
        }

        Mode(files, "defaultMode", $"{field}.{kind}", errors);
        var index = 0;
        foreach (var item in (files["items"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var place = $"{field}.{kind}.items[{index++}]";
            if (hasKey && item.Text("key") is not { Length: > 0 })
            {
                errors.Add(FieldError.Required($"{place}.key"));
            }

            FilePath(item, place, errors);
            Mode(item, "mode", place, errors);
        }
    }

    private static void FilePath(JsonObject item, string field, List<FieldError> errors)
    {
        var path = item.Text("path") ?? "";
        if (path.Length == 0)
        {
            errors.Add(FieldError.Required($"{field}.path"));
        }
        else if (Names.LocalPath(path) is { } wrong)
        {
            errors.Add(FieldError.Invalid($"{field}.path", path, wrong));
        }
        else if (path.StartsWith("..", StringComparison.Ordinal))
        {
            errors.Add(FieldError.Invalid($"{field}.path", path, "must not start with '..'"));
        }
    }

    private static void Mode(JsonObject value, string name, string field, List<FieldError> errors)
    {
        if (value[name] is { } mode && value.Number(name) is not (>= 0 and <= MostMode))
        {
            errors.Add(FieldError.Invalid($"{field}.{name}", mode.DeepClone(), "must be a number between 0 and 0777 (octal), both inclusive"));
        }
    }
}
