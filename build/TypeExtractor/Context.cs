namespace Verditer.TypeExtractor;

/// <summary>Where a type is used: the data files name properties of a namespace that are secret, or whole numbers.</summary>
internal sealed class Context(string @namespace, Facts facts)
{
    public const string Secret = "secret";
    public const string Whole = "whole";

    /// <summary>What the data files say of a property, or nothing.</summary>
    public string Hint(string property) =>
        Names(facts.Secrets, property) ? Secret
        : Names(facts.WholeNumbers, property) ? Whole
        : "";

    private bool Names(IReadOnlyDictionary<string, HashSet<string>> list, string property) =>
        list.TryGetValue(@namespace, out var properties) && properties.Contains(property);
}
