using System.Collections.Concurrent;

namespace Verditer.Authorization;

/// <summary>
/// What holds what above subscriptions: management groups, by their keys. Below, a scope lies in every scope whose segments begin it. All keys are in lower case.
/// Source: https://learn.microsoft.com/azure/governance/management-groups/overview
/// </summary>
public sealed class ScopeHierarchy
{
    public const string GroupPrefix = "/providers/microsoft.management/managementgroups/";

    /// <summary>More management groups above each other than Azure allows (six levels below the root): a circle in what is stored ends here, up and down.</summary>
    public const int MostGroups = 16;

    private const string SubscriptionPrefix = "/subscriptions/";

    private readonly ConcurrentDictionary<string, string> _parents = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tenants = new(StringComparer.Ordinal);

    /// <summary>The management group that holds a subscription or a management group, or null.</summary>
    /// <param name="scope">The key of a subscription or of a management group.</param>
    public string? ParentOf(ReadOnlySpan<char> scope) => _parents.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scope, out var parent) ? parent : null;

    /// <summary>True when <paramref name="inner"/> is <paramref name="outer"/> or lies below it, management groups counted.</summary>
    public bool Contains(ReadOnlySpan<char> outer, ReadOnlySpan<char> inner)
    {
        foreach (var scope in Above(inner))
        {
            if (scope.SequenceEqual(outer))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// True for a scope of another tenant. What stands at <c>/</c> gives its bearer nothing there: every tenant has a <c>/</c> of its own.
    /// </summary>
    /// <param name="scope">In lower case.</param>
    public bool IsForeign(ReadOnlySpan<char> scope, string tenantId) =>
        _tenants.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(TopOf(scope), out var tenant) && !tenant.Equals(tenantId, StringComparison.OrdinalIgnoreCase);

    /// <summary>A scope and everything that holds it, nearest first, the tenant (<c>/</c>) last.</summary>
    public ScopeChain Above(ReadOnlySpan<char> scope) => new(scope, this);

    /// <summary>The scopes that hold a scope, itself first, as texts.</summary>
    public IReadOnlyList<string> SelfAndAbove(string scope)
    {
        List<string> all = [];
        foreach (var held in Above(scope))
        {
            all.Add(held.ToString());
        }

        return all;
    }

    /// <summary>Puts a subscription or a management group into a management group; null takes it out.</summary>
    internal void SetParent(string scope, string? parent)
    {
        if (parent is null || parent == scope)
        {
            _parents.TryRemove(scope, out _);
        }
        else
        {
            _parents[scope] = parent;
        }
    }

    /// <summary>Says to which tenant a subscription or a management group belongs; null when it is gone.</summary>
    internal void SetTenant(string scope, string? tenantId)
    {
        if (string.IsNullOrEmpty(tenantId))
        {
            _tenants.TryRemove(scope, out _);
        }
        else
        {
            _tenants[scope] = tenantId;
        }
    }

    /// <summary>The subscription or management group in which a scope lies, or nothing.</summary>
    private static ReadOnlySpan<char> TopOf(ReadOnlySpan<char> scope)
    {
        var start = scope.StartsWith(SubscriptionPrefix, StringComparison.Ordinal) ? SubscriptionPrefix.Length
            : scope.StartsWith(GroupPrefix, StringComparison.Ordinal) ? GroupPrefix.Length : scope.Length;
        var length = scope[start..].IndexOf('/');
        return length < 0 ? scope : scope[..(start + length)];
    }

    /// <summary>Where a chain of segments ends and the management groups begin: at a subscription, or at a management group itself.</summary>
    internal static bool IsTop(ReadOnlySpan<char> scope) =>
        IsOneBelow(scope, SubscriptionPrefix) || IsOneBelow(scope, GroupPrefix);

    private static bool IsOneBelow(ReadOnlySpan<char> scope, string prefix) =>
        scope.StartsWith(prefix, StringComparison.Ordinal) && scope.Length > prefix.Length && scope[prefix.Length..].IndexOf('/') < 0;
}
