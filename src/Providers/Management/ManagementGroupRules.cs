using System.Text.RegularExpressions;
using Verditer.Authorization;
using Verditer.Core;

namespace Verditer.Providers.Management;

/// <summary>
/// Who may do what with management groups, and what a hierarchy is like.
/// Source: https://learn.microsoft.com/azure/governance/management-groups/overview and …/manage
/// </summary>
internal sealed partial class ManagementGroupRules(ManagementGroupIndex groups, ScopeHierarchy hierarchy, IDirectory directory, IAuthorizer authorizer)
{
    private const int MostLevels = 6;
    private const string WriteGroup = "Microsoft.Management/managementGroups/write";
    private const string WriteAssignments = "Microsoft.Authorization/roleAssignments/write";

    /// <summary>The caller has the action at a scope, or the refusal.</summary>
    public ArmError? Require(Caller caller, string action, string scope) =>
        authorizer.Check(caller, action, scope).Allowed ? null : ArmErrors.AuthorizationFailed(caller, action, scope);

    /// <summary>The group of this name that the caller has the action on, or the refusal: whether it is there is told to those alone who could see it.</summary>
    public Result<ManagementGroup> Find(Caller caller, string name, string action)
    {
        var found = groups.Find(name);
        if (name.Equals(caller.TenantId, StringComparison.OrdinalIgnoreCase))
        {
            found = groups.RootOf(caller.TenantId);
        }

        if (found is not null && !IsOf(found, caller))
        {
            found = null;
        }

        var scope = found?.Id ?? $"/providers/Microsoft.Management/managementGroups/{name}";
        return Require(caller, action, scope) is { } refused ? refused : found is null ? ManagementGroupErrors.NotFound(name) : found;
    }

    /// <summary>A group that the caller may see.</summary>
    public bool IsVisible(Caller caller, ManagementGroup group) =>
        IsOf(group, caller) && authorizer.Check(caller, "Microsoft.Management/managementGroups/read", group.Id).Allowed;

    /// <summary>Everybody in the tenant may make a group in the root group; in another one, who may write that one.</summary>
    public ArmError? CheckCreation(Caller caller, string name, ManagementGroup parent)
    {
        if (!Name().IsMatch(name))
        {
            return ManagementGroupErrors.InvalidName(name);
        }

        // The id of a tenant is the name of its root group, whether anybody has asked for that yet or not.
        return groups.Find(name) is not null || directory.HasTenant(name) ? ManagementGroupErrors.NameTaken(name) : RequireParent(caller, parent) ?? CheckDepth(parent, below: 1);
    }

    /// <summary>Moving needs the right to write both parents, and to write and to give roles on what moves.</summary>
    public ArmError? CheckMove(Caller caller, ManagementGroup group, ManagementGroup parent)
    {
        if (group.ParentKey is null)
        {
            return ManagementGroupErrors.RootStays("moved");
        }

        if (hierarchy.Contains(group.Key, parent.Key))
        {
            return ManagementGroupErrors.Circle(group.Name, parent.Name);
        }

        return CheckMoved(caller, group.Id, groups.FindKey(group.ParentKey), parent) ?? CheckDepth(parent, below: Height(group, []));
    }

    /// <param name="moved">The id of the subscription or management group that moves.</param>
    public ArmError? CheckMoved(Caller caller, string moved, ManagementGroup? from, ManagementGroup to) =>
        Require(caller, WriteGroup, moved) ?? Require(caller, WriteAssignments, moved)
        ?? (from is null ? null : RequireParent(caller, from)) ?? RequireParent(caller, to);

    /// <summary>The parent that a body names, by its id; the root group where it names none.</summary>
    public Result<ManagementGroup> FindParent(Caller caller, string? id)
    {
        if (string.IsNullOrEmpty(id))
        {
            return groups.RootOf(caller.TenantId);
        }

        groups.RootOf(caller.TenantId);
        var name = id[(id.LastIndexOf('/') + 1)..];
        return groups.Find(name) is { } parent && IsOf(parent, caller) ? parent : ManagementGroupErrors.ParentNotFound(name);
    }

    private ArmError? RequireParent(Caller caller, ManagementGroup parent) => parent.ParentKey is null ? null : Require(caller, WriteGroup, parent.Id);

    private ArmError? CheckDepth(ManagementGroup parent, int below)
    {
        var depth = hierarchy.SelfAndAbove(parent.Key).Count(s => s.StartsWith(ScopeHierarchy.GroupPrefix, StringComparison.Ordinal)) - 1;
        return depth + below > MostLevels ? ManagementGroupErrors.TooDeep(MostLevels) : null;
    }

    /// <param name="seen">A group of a circle counts once, so that it can be moved out of it.</param>
    private int Height(ManagementGroup group, HashSet<string> seen) =>
        seen.Add(group.Key) ? 1 + groups.ChildrenOf(group.Key).Select(child => Height(child, seen)).DefaultIfEmpty(0).Max() : 0;

    private static bool IsOf(ManagementGroup group, Caller caller) => group.TenantId.Equals(caller.TenantId, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[a-zA-Z0-9_().-]{0,89}[a-zA-Z0-9_()-]\z")]
    private static partial Regex Name();
}
