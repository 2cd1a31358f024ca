using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>Role definitions by their GUID: Azure's built-in ones, which are data, and custom ones as they are stored.</summary>
public sealed class RoleCatalog
{
    private static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/roleDefinitions");

    private readonly BuiltInRoles _builtIn = new();
    private readonly ConcurrentDictionary<Guid, RoleDefinition> _custom = new();

    /// <summary>Built-in and custom roles, by name.</summary>
    public IReadOnlyList<RoleDefinition> All => [.. _builtIn.All.Concat(_custom.Values).OrderBy(r => r.Name, StringComparer.Ordinal)];

    public IReadOnlyList<RoleDefinition> BuiltIn => _builtIn.All;

    public IEnumerable<RoleDefinition> Custom => _custom.Values;

    /// <summary>The role of a full role definition id or a GUID, or null.</summary>
    public RoleDefinition? Find(string? roleDefinitionId) =>
        roleDefinitionId is not null && Guid.TryParse(roleDefinitionId.AsSpan(roleDefinitionId.LastIndexOf('/') + 1), out var id) ? Find(id) : null;

    public RoleDefinition? Find(Guid id) => _custom.TryGetValue(id, out var role) ? role : _builtIn.Find(id);

    /// <summary>True for the key of a document that is a custom role.</summary>
    internal static bool IsKey(string key) => ResourceKey.Is(key, Type);

    /// <summary>Takes in a custom role as it is stored, or its removal. Built-in roles cannot be changed.</summary>
    internal void Apply(string key, JsonObject? body)
    {
        if (!Guid.TryParse(key.AsSpan(key.LastIndexOf('/') + 1), out var id) || _builtIn.Contains(id))
        {
            return;
        }

        if (body is null)
        {
            _custom.TryRemove(id, out _);
            return;
        }

        var properties = body["properties"];
        _custom[id] = new RoleDefinition(
            id.ToString(), properties.Text("roleName") ?? id.ToString(), properties.Text("description") ?? "", IsBuiltIn: false,
            Permission.ReadAll(properties.At("permissions")))
        {
            AssignableScopes = [.. (properties.At("assignableScopes") as JsonArray ?? []).Select(n => n!.GetValue<string>())],
            DocumentKey = key,
        };
    }
}
