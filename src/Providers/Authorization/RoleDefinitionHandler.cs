using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>Role definitions: Azure's built-in ones, which can be read; custom ones cannot be made yet.</summary>
internal sealed partial class RoleDefinitionHandler(RoleCatalog roles) : ResourceTypeHandler(RoleAssignmentDocument.DefinitionType)
{
    public override ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken) =>
        new(roles.Find(id.Name) is { } role ? Resource(id.Parent!, role) : null);

    public override ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken) =>
        new([.. roles.All.Select(r => Resource(context.Id, r))]);

    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context)
    {
        var filter = context.Request.Query.GetValueOrDefault("$filter") ?? "";
        var name = NameEquals().Match(filter);
        return (Func<StoredResource, bool>)(resource =>
            (!name.Success || string.Equals(name.Groups["name"].Value, resource.Body.Text("properties", "roleName"), StringComparison.OrdinalIgnoreCase))
            && !filter.Contains("'CustomRole'", StringComparison.OrdinalIgnoreCase));
    }

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        new(new ArmError(501, "NotImplemented", "Custom role definitions are not served by Verditer yet.").Mend("docs/coverage.md lists what is served."));

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new ArmError(400, "CannotDeleteBuiltInRole", $"The role definition '{existing.Id.Name}' is a built-in role and cannot be deleted."));

    private static StoredResource Resource(ResourceId scope, RoleDefinition role)
    {
        var subscription = scope.SubscriptionScope ?? ResourceId.Tenant;
        var id = subscription.Provider(RoleAssignmentDocument.DefinitionType, role.Id);
        var body = new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleName"] = role.Name,
                ["type"] = "BuiltInRole",
                ["description"] = role.Description,
                ["assignableScopes"] = new JsonArray("/"),
                ["permissions"] = new JsonArray([.. role.Permissions.Select(Node)]),
            },
            ["id"] = id.Text,
            ["type"] = RoleAssignmentDocument.DefinitionType.FullName,
            ["name"] = role.Id,
        };
        return new StoredResource(id, Json.ToBytes(body), 0);
    }

    private static JsonNode Node(Permission permission) => new JsonObject
    {
        ["actions"] = Texts(permission.Actions),
        ["notActions"] = Texts(permission.NotActions),
        ["dataActions"] = Texts(permission.DataActions),
        ["notDataActions"] = Texts(permission.NotDataActions),
    };

    private static JsonArray Texts(IReadOnlyList<ActionPattern> patterns) => new([.. patterns.Select(p => (JsonNode)p.Text)]);

    [GeneratedRegex(@"roleName\s+eq\s+'(?<name>[^']*)'", RegexOptions.IgnoreCase)]
    private static partial Regex NameEquals();
}
