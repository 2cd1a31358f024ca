using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Config maps and secrets: keys that can be file names, a size, and a seal once they are immutable. Source: <c>pkg/apis/core/validation</c>.</summary>
internal abstract partial class DataRules : KindRules
{
    private const int MostBytes = 1024 * 1024;

    protected abstract string[] Members { get; }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var size = 0;
        foreach (var member in Members)
        {
            foreach (var (key, node) in value[member] as JsonObject ?? [])
            {
                size += Encoding.UTF8.GetByteCount(node.Text() ?? "");
                if (WrongKey(key) is { } wrong)
                {
                    errors.Add(FieldError.Invalid($"{member}[{key}]", key, wrong));
                }
            }
        }

        if (size > MostBytes)
        {
            errors.Add(FieldError.TooLong("", MostBytes));
        }

        if (current?.Flag("immutable") != true)
        {
            return;
        }

        if (value.Flag("immutable") != true)
        {
            errors.Add(FieldError.Forbidden("immutable", "field is immutable when `immutable` is set"));
        }

        foreach (var member in Members.Where(member => !JsonNode.DeepEquals(value[member], current[member])))
        {
            errors.Add(FieldError.Forbidden(member, "field is immutable when `immutable` is set"));
        }
    }

    private static string? WrongKey(string key) => key switch
    {
        "" or { Length: > 253 } => "must be no more than 253 characters",
        "." => "must not be '.'",
        _ when key.StartsWith("..", StringComparison.Ordinal) => "must not start with '..'",
        _ when !KeyPattern().IsMatch(key) =>
            "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        _ => null,
    };

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex KeyPattern();
}

internal sealed class ConfigMapRules : DataRules
{
    public override GroupResource Resource => new("", "configmaps");

    protected override string[] Members => ["data", "binaryData"];
}

internal sealed class SecretRules : DataRules
{
    public override GroupResource Resource => new("", "secrets");

    protected override string[] Members => ["data"];

    /// <summary>What is written as plain text is kept as Base64.</summary>
    public override void Default(JsonObject value)
    {
        if (value["stringData"] is not JsonObject texts)
        {
            return;
        }

        var data = value.Section("data");
        foreach (var (key, node) in texts)
        {
            data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(node.Text() ?? ""));
        }

        value.Remove("stringData");
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        base.Validate(value, current, errors);
        if (current is not null && value.Text("type") != current.Text("type"))
        {
            errors.Add(FieldError.Immutable("type", value["type"]?.DeepClone()));
        }

        if (value.Text("type") == "kubernetes.io/service-account-token" && value.Text("metadata", "annotations", "kubernetes.io/service-account.name") is not { Length: > 0 })
        {
            errors.Add(FieldError.Required("metadata.annotations[kubernetes.io/service-account.name]"));
        }
    }
}
