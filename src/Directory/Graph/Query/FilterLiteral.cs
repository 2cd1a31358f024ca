using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A value in a filter: a text in quotes, or <c>null</c>, <c>true</c>, a number, an id, a time without them.</summary>
internal sealed record FilterLiteral(string? Text, DateTimeOffset? Time)
{
    private const string Signs = "(),:";

    public static FilterLiteral Read(string token)
    {
        if (token.StartsWith('\''))
        {
            return new(token[1..^1].Replace("''", "'", StringComparison.Ordinal), null);
        }

        if (Signs.Contains(token, StringComparison.Ordinal))
        {
            throw new FormatException($"A value is expected in place of '{token}'.");
        }

        return token == "null" ? new(null, null) : new(token, TryReadTime(token));
    }

    /// <summary>How a value compares with this one: below 0 when it comes before, null when there is no order.</summary>
    public int? CompareTo(JsonNode? found)
    {
        var text = TextOf(found);
        if (text is null || Text is null)
        {
            return text is null && Text is null ? 0 : null;
        }

        return Time is { } time && TryReadTime(text) is { } other ? other.CompareTo(time)
            : TryReadNumber(Text, out var number) && TryReadNumber(text, out var foundNumber) ? foundNumber.CompareTo(number)
            : string.Compare(text, Text, StringComparison.OrdinalIgnoreCase);
    }

    public static string? TextOf(JsonNode? node) => node is not JsonValue value ? null
        : value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>()
        : value.ToJsonString();

    private static DateTimeOffset? TryReadTime(string text) => text.Contains('-', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static bool TryReadNumber(string text, out decimal number) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
}
