using System.Collections.Concurrent;
using System.Collections.Frozen;
using Verditer.Core;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <param name="Type">In Azure's own case.</param>
/// <param name="ApiVersions">Newest first.</param>
public sealed record RegisteredType(ResourceType Type, IReadOnlyList<string> ApiVersions, ResourceTypeHandler Handler)
{
    public FrozenSet<string> VersionSet { get; } = ApiVersions.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}

/// <summary>All resource types that are served: those with code, and those that the type data knows, which the generic handler serves.</summary>
public sealed class ResourceTypeRegistry
{
    private const DeploymentScopes Anywhere =
        DeploymentScopes.Tenant | DeploymentScopes.ManagementGroup | DeploymentScopes.Subscription | DeploymentScopes.ResourceGroup | DeploymentScopes.Extension;

    private readonly Dictionary<ResourceType, RegisteredType> _types = [];
    private readonly ConcurrentDictionary<ResourceType, DeploymentScopes> _scopes = new();
    private readonly Dictionary<string, IResourceProvider?> _providers = new(StringComparer.OrdinalIgnoreCase);

    public ResourceTypeRegistry(ResourceTypeCatalog catalog, IEnumerable<IResourceProvider> providers)
    {
        Catalog = catalog;
        foreach (var name in catalog.Namespaces)
        {
            _providers[name.Name] = null;
            foreach (var entry in name.Types)
            {
                _types[entry.Type] = new(entry.Type, [.. entry.ApiVersions], new ResourceTypeHandler(entry.Type));
            }
        }

        foreach (var provider in providers)
        {
            _providers[provider.Namespace] = provider;
            foreach (var (type, links) in provider.Links)
            {
                var stored = _types[type];
                _types[type] = stored with { Handler = new ResourceTypeHandler(stored.Type, links) };
            }

            foreach (var handler in provider.Types)
            {
                var known = _types.GetValueOrDefault(handler.Type);
                var versions = handler.ApiVersions.Count > 0 ? handler.ApiVersions : known?.ApiVersions ?? [];
                _types[handler.Type] = new(known?.Type ?? handler.Type, versions, handler);
            }
        }
    }

    public ResourceTypeCatalog Catalog { get; }

    /// <summary>The namespaces that are served, in order.</summary>
    public IEnumerable<string> Namespaces => _providers.Keys.Order(StringComparer.OrdinalIgnoreCase);

    public RegisteredType? Find(ResourceType type) => _types.GetValueOrDefault(type);

    /// <summary>The type at an api-version, or null where the type data does not have it.</summary>
    public TypeVersion? Version(ResourceType type, string apiVersion) => Catalog.TryFind(type, apiVersion, out var version) ? version : null;

    public bool HasNamespace(string name) => _providers.ContainsKey(name);

    /// <summary>The namespace in Azure's own case.</summary>
    public string CanonicalNamespace(string name) => _providers.Keys.FirstOrDefault(k => k.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;

    public IResourceProvider? FindProvider(string name) => _providers.GetValueOrDefault(name);

    public IEnumerable<RegisteredType> TypesOf(string name) =>
        _types.Values.Where(t => t.Type.Namespace.Equals(name, StringComparison.OrdinalIgnoreCase)).OrderBy(t => t.Type.Path, StringComparer.OrdinalIgnoreCase);

    public bool Has(ResourceType type, string apiVersion) => Find(type)?.VersionSet.Contains(apiVersion) == true;

    public IReadOnlyList<string> ApiVersions(ResourceType type) => Find(type)?.ApiVersions ?? [];

    /// <summary>Where resources of a type can live, in any api-version; anywhere for a type that is not known.</summary>
    public DeploymentScopes ScopesOf(ResourceType type) => Find(type) is { } known ? _scopes.GetOrAdd(known.Type, FindScopes) : Anywhere;

    public bool IsAlwaysRegistered(string name) => FindProvider(name)?.AlwaysRegistered == true;

    /// <summary>An id with the types in Azure's own case and the names as given.</summary>
    public ResourceId Canonical(ResourceId id) => id.WithTypes(type => Find(type)?.Type ?? type);

    public ArmError UnknownType(ResourceType type) => HasNamespace(type.Namespace)
        ? new ArmError(404, "InvalidResourceType", $"The resource type '{type.Path}' could not be found in the namespace '{type.Namespace}'.")
        : new ArmError(404, "InvalidResourceNamespace", $"The resource namespace '{type.Namespace}' is invalid.")
            .Mend("Verditer does not serve this namespace. docs/coverage.md lists those that it does.");

    /// <summary>The refusal of types that would only be acted if they were stored: they do their work by being written. Null for all others.</summary>
    public ArmError? RefusalFor(ResourceType type) => RefusalReason(type) is { } reason
        ? new ArmError(501, "NotImplemented", $"The resource type '{type.FullName}' is not served by Verditer: {reason}").Mend("docs/coverage.md lists what is served.")
        : null;

    private DeploymentScopes FindScopes(ResourceType type) => Find(type)?.Handler.Scopes
        ?? (Catalog.TryFind(type, out ServedType? served) ? served.Versions.Aggregate(DeploymentScopes.None, (all, v) => all | v.ReadableScopes | v.WritableScopes) : Anywhere);

    /// <summary>Why a type is refused, as a sentence for people; null for types that are served.</summary>
    public static string? RefusalReason(ResourceType type) => UnservedTypes.Find(type);
}
