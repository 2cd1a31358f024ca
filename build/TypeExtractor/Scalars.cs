using System.Text.RegularExpressions;
using Azure.Bicep.Types.Concrete;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.TypeExtractor;

/// <summary>The types without children.</summary>
internal static class Scalars
{
    public static Node Node(TypeBase type, string hint) => type switch
    {
        AnyType => Plain(ShapeCode.Any),
        NullType => Plain(ShapeCode.Null),
        BooleanType => Plain(ShapeCode.Boolean),
        IntegerType value => new(
            ShapeCode.Number, Range(hint == Context.Whole ? Limits.Whole : Limits.None, value.MinValue, value.MaxValue), [], []),
        StringType value => String(value, value.Sensitive == true || hint == Context.Secret),
        StringLiteralType value => new(ShapeCode.ClosedEnum, [], [value.Value], []),
        _ => throw new InvalidDataException($"the data has a {type.GetType().Name} that the extractor does not know"),
    };

    /// <summary>A union of string literals; open when a plain string is among them. Null for other unions.</summary>
    public static Node? Enum(UnionType type)
    {
        var literals = type.Elements.Select(element => element.Type).OfType<StringLiteralType>().Select(literal => literal.Value);
        return type.Elements.All(element => element.Type is StringLiteralType or StringType)
            ? new(
                type.Elements.Any(element => element.Type is StringType) ? ShapeCode.OpenEnum : ShapeCode.ClosedEnum,
                [],
                [.. literals.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                [])
            : null;
    }

    public static List<long> Range(Limits limits, long? least, long? greatest)
    {
        limits |= (least is null ? Limits.None : Limits.Least) | (greatest is null ? Limits.None : Limits.Greatest);
        return [(long)limits, .. Present(least), .. Present(greatest)];
    }

    private static Node String(StringType type, bool secret)
    {
        var pattern = type.Pattern is { } text && IsReadable(text) ? text : null;
        var limits = (secret ? Limits.Secret : Limits.None) | (pattern is null ? Limits.None : Limits.Pattern);
        return new(ShapeCode.String, Range(limits, type.MinLength, type.MaxLength), pattern is null ? [] : [pattern], []);
    }

    private static Node Plain(ShapeCode kind) => new(kind, [], [], []);

    private static IEnumerable<long> Present(long? number) => number is { } value ? [value] : [];

    /// <summary>Patterns are written for other engines; one that .NET cannot read is left out.</summary>
    private static bool IsReadable(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.CultureInvariant);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
