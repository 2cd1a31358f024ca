using Verditer.Authorization;
using Verditer.Core;

namespace Verditer.Providers.Authorization;

/// <summary>The <c>$filter</c> of role definitions. Source: https://learn.microsoft.com/rest/api/authorization/role-definitions/list</summary>
internal sealed class RoleDefinitionFilter(FilterTerms terms)
{
    public static Result<RoleDefinitionFilter> Read(string? filter) =>
        FilterTerms.Read(filter, "roleName", "type", "atScopeAndBelow").TryGet(out var terms, out var error) ? new RoleDefinitionFilter(terms) : error;

    /// <summary>True where roles that can be assigned only below the scope are asked for too.</summary>
    public bool AndBelow => terms.Has("atScopeAndBelow");

    public bool Keeps(RoleDefinition role) => Is("roleName", role.Name) && Is("type", role.IsBuiltIn ? "BuiltInRole" : "CustomRole");

    private bool Is(string term, string value) => terms.ValueOf(term) is not { } wanted || wanted.Equals(value, StringComparison.OrdinalIgnoreCase);
}
