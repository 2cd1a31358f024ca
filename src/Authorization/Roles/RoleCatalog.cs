using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>
/// Role definitions by their GUID: Azure's built-in ones, which are data, and custom ones as they are stored.
/// Source of the data: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
/// </summary>
public sealed class RoleCatalog
{
    private const string Resource = "Verditer.Authorization.Roles.builtin.json";

    private readonly ConcurrentDictionary<string, RoleDefinition> _roles = new(StringComparer.OrdinalIgnoreCase);

    public RoleCatalog()
    {
        using var stream = typeof(RoleCatalog).Assembly.GetManifestResourceStream(Resource)!;
        foreach (var node in JsonNode.Parse(stream)!.AsArray().OfType<JsonObject>())
        {
            var role = new RoleDefinition(node.Text("id")!, node.Text("name")!, node.Text("description")!, IsBuiltIn: true, [Read(node)]);
            _roles[role.Id] = role;
        }
    }

    public IReadOnlyList<RoleDefinition> All => [.. _roles.Values.OrderBy(r => r.Name, StringComparer.Ordinal)];

    /// <summary>The role of a full role definition id or a GUID, or null.</summary>
    public RoleDefinition? Find(string? roleDefinitionId) =>
        roleDefinitionId is not null && _roles.TryGetValue(roleDefinitionId[(roleDefinitionId.LastIndexOf('/') + 1)..], out var role) ? role : null;

    /// <summary>Takes in a custom role as it is stored, or its removal. Built-in roles cannot be changed.</summary>
    internal void Apply(string guid, JsonObject? body)
    {
        if (_roles.TryGetValue(guid, out var known) && known.IsBuiltIn)
        {
            return;
        }

        if (body is null)
        {
            _roles.TryRemove(guid, out _);
            return;
        }

        var permissions = (body.At("properties", "permissions") as JsonArray ?? []).OfType<JsonObject>().Select(Read).ToList();
        _roles[guid] = new RoleDefinition(
            guid, body.Text("properties", "roleName") ?? guid, body.Text("properties", "description") ?? "", IsBuiltIn: false, permissions);
    }

    private static Permission Read(JsonObject node) =>
        new(Patterns(node["actions"]), Patterns(node["notActions"]), Patterns(node["dataActions"]), Patterns(node["notDataActions"]));

    private static ActionPattern[] Patterns(JsonNode? node) =>
        [.. (node as JsonArray ?? []).Select(n => new ActionPattern(n!.GetValue<string>()))];
}
