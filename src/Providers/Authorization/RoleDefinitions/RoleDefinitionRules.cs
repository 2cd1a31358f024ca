using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>What a custom role that is written must fulfil. Source: https://learn.microsoft.com/azure/role-based-access-control/custom-roles</summary>
internal sealed class RoleDefinitionRules(RoleCatalog roles, ScopeTenants tenants, IAuthorizer authorizer, RoleNamespaces namespaces)
{
    private const int MostInTenant = 5000;
    private const int LongestName = 512;
    private const int LongestDescription = 2048;

    private static readonly string[] ActionLists = ["actions", "notActions", "dataActions", "notDataActions"];

    /// <summary>The first rule that a custom role breaks, or null.</summary>
    public ArmError? Check(WriteRequest request)
    {
        var (id, properties) = (request.Id, request.Properties);
        if (!Guid.TryParse(id.Name, out _))
        {
            return RoleDefinitionErrors.InvalidId(id.Name);
        }

        if (roles.Find(id.Name) is { IsBuiltIn: true })
        {
            return RoleDefinitionErrors.BuiltIn(id.Name, "update");
        }

        // Of another tenant: a role is found by its GUID alone, so nobody may take it over.
        if (request.IsCreation && roles.Find(id.Name) is not null)
        {
            return RoleDefinitionErrors.IdExists(id.Name);
        }

        return CheckTexts(properties)
            ?? CheckPermissions(properties["permissions"] as JsonArray ?? [])
            ?? CheckScopes(Texts(properties["assignableScopes"]), request.Caller.TenantId)
            ?? CheckRights(request.Caller, id, [.. ScopesBefore(request), .. Texts(properties["assignableScopes"])], "write")
            ?? CheckName(properties.Text("roleName")!, id.Name, request);
    }

    /// <summary>Where it could be assigned until now: taking a role from a scope needs the right there too.</summary>
    private IEnumerable<string> ScopesBefore(WriteRequest request) =>
        Texts(request.Existing?.Body.At("properties", "assignableScopes")).Where(s => tenants.Of(s) is not null);

    /// <summary>Writing or deleting a custom role needs the right at every scope at which it can be assigned.</summary>
    public ArmError? CheckRights(Caller caller, ResourceId id, IEnumerable<string> scopes, string verb)
    {
        var action = $"{RoleAssignmentDocument.DefinitionType.FullName}/{verb}";
        var missing = scopes.FirstOrDefault(s => !authorizer.Check(caller, action, s).Allowed);
        return missing is null ? null : ArmErrors.LinkedAuthorizationFailed(caller, action, id.Text, action, missing);
    }

    private static ArmError? CheckTexts(JsonObject properties)
    {
        var (name, description, type) = (properties.Text("roleName"), properties.Text("description"), properties.Text("type"));
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
        {
            return RoleDefinitionErrors.Invalid($"A custom role has a name of 1 to {LongestName} characters.", "roleName");
        }

        if (description?.Length > LongestDescription)
        {
            return RoleDefinitionErrors.Invalid($"The description of a custom role has at most {LongestDescription} characters.", "description");
        }

        return type is null || type.Equals("CustomRole", StringComparison.OrdinalIgnoreCase)
            ? null
            : RoleDefinitionErrors.Invalid($"The role type '{type}' is not valid. A role that is made has the type 'CustomRole'.", "type");
    }

    private ArmError? CheckPermissions(JsonArray permissions)
    {
        if (!permissions.Any(p => Texts(p.At("actions")).Any() || Texts(p.At("dataActions")).Any()))
        {
            return RoleDefinitionErrors.Invalid("A custom role has at least one action or data action.", "permissions");
        }

        if (permissions.Any(p => p.Text("condition") is { Length: > 0 }))
        {
            return RoleDefinitionErrors.ConditionNotServed;
        }

        return permissions.SelectMany(p => ActionLists.SelectMany(list => Texts(p.At(list)))).FirstOrDefault(a => !namespaces.Knows(a)) is { } unknown
            ? RoleDefinitionErrors.InvalidAction(unknown)
            : null;
    }

    private ArmError? CheckScopes(IReadOnlyList<string> scopes, string tenantId)
    {
        if (scopes.Count == 0)
        {
            return RoleDefinitionErrors.Invalid("A custom role has at least one assignable scope.", "assignableScopes");
        }

        if (scopes.FirstOrDefault(s => !IsAssignable(s)) is { } wrong)
        {
            return RoleDefinitionErrors.Invalid(
                $"The assignable scope '{wrong}' is not valid. A custom role can be assigned in management groups, subscriptions and resource groups; not at the root scope, and wildcards are not allowed.",
                "assignableScopes");
        }

        if (scopes.Count(s => ResourceId.Parse(s).Type == ScopeTenants.ManagementGroupType) > 1)
        {
            return RoleDefinitionErrors.Invalid("A custom role can have only one management group among its assignable scopes.", "assignableScopes");
        }

        return scopes.FirstOrDefault(s => !string.Equals(tenants.Of(s), tenantId, StringComparison.OrdinalIgnoreCase)) is { } foreign
            ? RoleDefinitionErrors.Invalid($"The assignable scope '{foreign}' was not found in the directory '{tenantId}'.", "assignableScopes")
            : null;
    }

    private static bool IsAssignable(string scope) => !scope.Contains('*', StringComparison.Ordinal) && ResourceId.TryParse(scope, out var id)
        && (id.Type == ResourceType.Subscription || id.Type == ResourceType.ResourceGroup || id.Type == ScopeTenants.ManagementGroupType);

    private ArmError? CheckName(string name, string guid, WriteRequest request)
    {
        var inTenant = roles.Custom.Where(r => tenants.IsIn(r, request.Caller.TenantId)).ToList();
        var same = roles.BuiltIn.Concat(inTenant).FirstOrDefault(r => r.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (same is not null && !same.Id.Equals(guid, StringComparison.OrdinalIgnoreCase))
        {
            return request.IsCreation ? RoleDefinitionErrors.NameExists : RoleDefinitionErrors.NameExistsOnUpdate;
        }

        return request.IsCreation && inTenant.Count >= MostInTenant ? RoleDefinitionErrors.LimitExceeded : null;
    }

    private static IReadOnlyList<string> Texts(JsonNode? node) =>
        [.. (node as JsonArray ?? []).Select(n => n is JsonValue value && value.TryGetValue(out string? text) ? text : "")];
}
