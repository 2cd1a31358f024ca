using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>The rules of what has no children, and the words of the problems. A value is quoted only where it cannot be a secret.</summary>
internal static class ScalarRules
{
    private const int LongestQuote = 80;

    public static (ValidationProblemKind Kind, string Message)? Check(Shape shape, JsonNode? value)
    {
        var kind = value?.GetValueKind() ?? JsonValueKind.Null;
        return (shape, kind) switch
        {
            (StringShape expected, JsonValueKind.String) => CheckText(expected, Text(value!)),
            (EnumShape expected, JsonValueKind.String) => CheckEnum(expected, Text(value!)),
            (NumberShape expected, JsonValueKind.Number) => CheckNumber(expected, value!.AsValue()),
            (BooleanShape, JsonValueKind.True or JsonValueKind.False) => null,
            (NullShape, JsonValueKind.Null) => null,
            _ => (ValidationProblemKind.WrongKind, WrongKind(shape.Expectation, value)),
        };
    }

    public static string WrongKind(string expectation, JsonNode? found) => $"Expected {expectation} but found {Describe(found)}.";

    public static string NotAllowed(string text, IReadOnlyList<string> values) =>
        $"The value '{Quote(text)}' is not one of the allowed values: {string.Join(", ", values)}.";

    private static (ValidationProblemKind, string)? CheckText(StringShape shape, string text) =>
        text.Length < shape.LeastLength
            ? (ValidationProblemKind.OutOfRange, $"Expected at least {shape.LeastLength} characters but found {text.Length}.")
        : text.Length > shape.GreatestLength
            ? (ValidationProblemKind.OutOfRange, $"Expected at most {shape.GreatestLength} characters but found {text.Length}.")
        : shape.Matches(text) ? null
        : (ValidationProblemKind.Pattern, shape.IsSecret
            ? $"The value does not match the pattern '{shape.Pattern}'."
            : $"The value '{Quote(text)}' does not match the pattern '{shape.Pattern}'.");

    private static (ValidationProblemKind, string)? CheckEnum(EnumShape shape, string text) =>
        shape.Allows(text) ? null : (ValidationProblemKind.NotAllowed, NotAllowed(text, shape.Values));

    private static (ValidationProblemKind, string)? CheckNumber(NumberShape shape, JsonValue value)
    {
        var number = Number(value);
        return shape.IsWhole && number != Math.Floor(number)
                ? (ValidationProblemKind.WrongKind, "Expected an integer but found a fraction.")
            : number < shape.Least
                ? (ValidationProblemKind.OutOfRange, $"Expected at least {shape.Least}.")
            : number > shape.Greatest
                ? (ValidationProblemKind.OutOfRange, $"Expected at most {shape.Greatest}.")
            : null;
    }

    /// <summary>A JSON number of any form as a double; the data's limits are far within what a double holds exactly.</summary>
    private static double Number(JsonValue value) =>
        value.TryGetValue(out double wide) ? wide
        : value.TryGetValue(out long whole) ? whole
        : value.TryGetValue(out int small) ? small
        : value.TryGetValue(out decimal exact) ? (double)exact
        : double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A value made in the process may hold a Guid or a date, which JSON writes as a string.</summary>
    private static string Text(JsonNode value) => value.AsValue().TryGetValue(out string? text) ? text : value.ToString();

    private static string Describe(JsonNode? value) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private static string Quote(string text) => text.Length <= LongestQuote ? text : $"{text.AsSpan(0, LongestQuote)}…";
}
