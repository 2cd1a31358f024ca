using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What is wrong with one field. Source of the wording: apimachinery's <c>util/validation/field</c>.</summary>
/// <param name="Reason">The cause's machine-readable reason, such as <c>FieldValueRequired</c>.</param>
/// <param name="Detail">The text after the field's name.</param>
internal sealed record FieldError(string Field, string Reason, string Detail)
{
    public static FieldError Required(string field, string detail = "") =>
        new(field, "FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, JsonNode? value, string detail) => new(field, "FieldValueInvalid", $"Invalid value: {Show(value)}: {detail}");

    public static FieldError Immutable(string field, JsonNode? value) => Invalid(field, value, "field is immutable");

    public static FieldError NotSupported(string field, string value, params IEnumerable<string> supported) =>
        new(field, "FieldValueNotSupported", $"Unsupported value: \"{value}\": supported values: {string.Join(", ", supported.Select(one => $"\"{one}\""))}");

    public static FieldError Forbidden(string field, string detail) => new(field, "FieldValueForbidden", $"Forbidden: {detail}");

    public static FieldError Duplicate(string field, JsonNode? value) => new(field, "FieldValueDuplicate", $"Duplicate value: {Show(value)}");

    public static FieldError NotFound(string field, JsonNode? value) => new(field, "FieldValueNotFound", $"Not found: {Show(value)}");

    public static FieldError TooLong(string field, int most) => new(field, "FieldValueTooLong", $"Too long: may not be more than {most} bytes");

    public override string ToString() => $"{Field}: {Detail}";

    private static string Show(JsonNode? value) => value is null ? "null" : Json.ToText(value);
}
