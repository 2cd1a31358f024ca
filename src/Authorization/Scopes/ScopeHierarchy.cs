using System.Collections.Concurrent;

namespace Verditer.Authorization;

/// <summary>
/// What holds what above subscriptions: management groups, by their keys. Below, a scope lies in every scope whose segments begin it. All keys are in lower case.
/// Source: https://learn.microsoft.com/azure/governance/management-groups/overview
/// </summary>
public sealed class ScopeHierarchy
{
    public const string GroupPrefix = "/providers/microsoft.management/managementgroups/";

    private const string SubscriptionPrefix = "/subscriptions/";

    private readonly ConcurrentDictionary<string, string> _parents = new(StringComparer.Ordinal);

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

    /// <summary>Where a chain of segments ends and the management groups begin: at a subscription, or at a management group itself.</summary>
    internal static bool IsTop(ReadOnlySpan<char> scope) =>
        IsOneBelow(scope, SubscriptionPrefix) || IsOneBelow(scope, GroupPrefix);

    private static bool IsOneBelow(ReadOnlySpan<char> scope, string prefix) =>
        scope.StartsWith(prefix, StringComparison.Ordinal) && scope.Length > prefix.Length && scope[prefix.Length..].IndexOf('/') < 0;
}
