using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A part of a filter that is true or false of an object.</summary>
internal abstract record FilterNode
{
    public abstract bool Matches(FilterScope scope);
}

internal sealed record OrNode(IReadOnlyList<FilterNode> Parts) : FilterNode
{
    public override bool Matches(FilterScope scope) => Parts.Any(part => part.Matches(scope));
}

internal sealed record AndNode(IReadOnlyList<FilterNode> Parts) : FilterNode
{
    public override bool Matches(FilterScope scope) => Parts.All(part => part.Matches(scope));
}

internal sealed record NotNode(FilterNode Inner) : FilterNode
{
    public override bool Matches(FilterScope scope) => !Inner.Matches(scope);
}

internal sealed record InNode(FilterPath Path, IReadOnlyList<FilterLiteral> Values) : FilterNode
{
    public override bool Matches(FilterScope scope) => Path.Read(scope) is var found && Values.Any(value => value.CompareTo(found) == 0);
}

/// <param name="Test">Given how the found value compares with the literal; null where they cannot be ordered.</param>
internal sealed record CompareNode(FilterPath Path, Func<int?, bool> Test, FilterLiteral Value) : FilterNode
{
    public static readonly FrozenDictionary<string, Func<int?, bool>> Operators = new Dictionary<string, Func<int?, bool>>
    {
        ["eq"] = order => order == 0,
        ["ne"] = order => order != 0,
        ["lt"] = order => order < 0,
        ["le"] = order => order <= 0,
        ["gt"] = order => order > 0,
        ["ge"] = order => order >= 0,
    }.ToFrozenDictionary();

    public bool IsEquality => Test == Operators["eq"];

    public override bool Matches(FilterScope scope) => Test(Value.CompareTo(Path.Read(scope)));
}

internal sealed record TextNode(FilterPath Path, Func<string, string, bool> Test, string Value) : FilterNode
{
    public static readonly FrozenDictionary<string, Func<string, string, bool>> Functions = new Dictionary<string, Func<string, string, bool>>
    {
        ["startswith"] = (text, part) => text.StartsWith(part, StringComparison.OrdinalIgnoreCase),
        ["endswith"] = (text, part) => text.EndsWith(part, StringComparison.OrdinalIgnoreCase),
        ["contains"] = (text, part) => text.Contains(part, StringComparison.OrdinalIgnoreCase),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    public override bool Matches(FilterScope scope) => FilterLiteral.TextOf(Path.Read(scope)) is { } text && Test(text, Value);
}

/// <param name="Inner">Null in <c>any()</c>, which asks whether there is an element at all.</param>
internal sealed record LambdaNode(FilterPath Path, string? Variable, FilterNode? Inner, bool IsAll) : FilterNode
{
    public override bool Matches(FilterScope scope)
    {
        if (Path.Read(scope) is not JsonArray list)
        {
            return false;
        }

        return Inner is null ? IsAll || list.Count > 0
            : IsAll ? list.All(element => Inner.Matches(new(element, Variable, scope)))
            : list.Any(element => Inner.Matches(new(element, Variable, scope)));
    }
}
