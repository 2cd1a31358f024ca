using System.Collections.Concurrent;

namespace Verditer.Authorization;

/// <summary>A role definition, as the evaluator needs it.</summary>
/// <param name="Id">The GUID: the last segment of its resource id, in lower case.</param>
/// <param name="Name">Such as <c>Contributor</c>.</param>
public sealed record RoleDefinition(string Id, string Name, string Description, bool IsBuiltIn, IReadOnlyList<Permission> Permissions)
{
    private const int Remembered = 512;

    // What was asked of a role is asked again: a role with hundreds of patterns then costs one look-up.
    private readonly ConcurrentDictionary<(string Action, bool IsDataAction), bool> _answers = new();

    /// <summary>Where the role can be assigned, in the case in which it was written; a built-in role everywhere.</summary>
    public IReadOnlyList<string> AssignableScopes { get; init; } = ["/"];

    /// <summary>The key of the document that holds a custom role; null for a built-in one.</summary>
    public string? DocumentKey { get; init; }

    /// <summary>True when one of its permissions allows the action and does not take it away again.</summary>
    public bool Allows(string action, bool isDataAction)
    {
        if (_answers.TryGetValue((action, isDataAction), out var known))
        {
            return known;
        }

        var answer = Judge(action, isDataAction) == PermissionVerdict.Given;
        if (_answers.Count >= Remembered)
        {
            _answers.Clear();
        }

        _answers[(action, isDataAction)] = answer;
        return answer;
    }

    /// <summary>The verdict of the permission that comes nearest to giving the action.</summary>
    public PermissionVerdict Judge(string action, bool isDataAction) =>
        Permissions.Select(p => p.Judge(action, isDataAction)).DefaultIfEmpty(PermissionVerdict.NotNamed).Max();

    public bool Equals(RoleDefinition? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => Id.GetHashCode(StringComparison.Ordinal);
}
