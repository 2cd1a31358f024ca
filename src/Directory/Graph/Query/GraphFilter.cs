using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>An OData <c>$filter</c> over objects as Graph shows them. Texts are compared without case, as Graph does.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/filter-query-parameter</remarks>
internal sealed class GraphFilter
{
    /// <summary>Longer filters are refused unread.</summary>
    public const int MostCharacters = 8192;

    private readonly FilterNode _root;

    private GraphFilter(FilterNode root, string? advanced) => (_root, Advanced) = (root, advanced);

    /// <summary>The first operator that only advanced queries may use (<c>ConsistencyLevel: eventual</c>), by Graph's name for it.</summary>
    public string? Advanced { get; }

    /// <summary>The filter; null with the reason when it is not understood.</summary>
    public static GraphFilter? Parse(string text, out string? reason)
    {
        reason = null;
        try
        {
            if (text.Length > MostCharacters)
            {
                throw new FormatException($"It is longer than {MostCharacters} characters.");
            }

            var parser = new GraphFilterParser(text);
            return new(parser.Read(), parser.Advanced);
        }
        catch (FormatException exception)
        {
            reason = exception.Message;
            return null;
        }
    }

    /// <summary>A property that must have one value (or, of a list, hold it) for the filter to be true: what an index can be asked for.</summary>
    public (string Property, string Value)? Equality => EqualityOf(_root);

    public bool Matches(JsonNode item) => _root.Matches(new(item, null, null));

    private static (string Property, string Value)? EqualityOf(FilterNode node) => node switch
    {
        AndNode all => all.Parts.Select(EqualityOf).FirstOrDefault(found => found is not null),
        CompareNode { IsEquality: true, Value.Text: { } value } compared => (compared.Path.Text, value),
        LambdaNode { IsAll: false, Inner: CompareNode { IsEquality: true, Value.Text: { } value } inner } any when inner.Path.Text == any.Variable =>
            (any.Path.Text, value),
        _ => null,
    };
}
