using System.Text.RegularExpressions;

namespace Verditer.ResourceManager;

/// <summary>What a resource's name may look like. Source: https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules</summary>
/// <param name="Min">Least number of characters.</param>
/// <param name="Max">Greatest number of characters.</param>
/// <param name="Pattern">The whole name matches this.</param>
/// <param name="Description">The rule in words, for the refusal.</param>
public sealed record NameRule(int Min, int Max, Regex Pattern, string Description)
{
    /// <summary>The error code that the type's provider gives; ARM's own where null.</summary>
    public string? Code { get; init; }

    /// <summary>The whole text of the refusal of a name, where the type's provider has its own.</summary>
    public Func<string, string>? Message { get; init; }

    public bool Allows(string name) => name.Length >= Min && name.Length <= Max && Pattern.IsMatch(name);
}
