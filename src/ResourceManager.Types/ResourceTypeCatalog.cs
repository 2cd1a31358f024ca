using System.Diagnostics.CodeAnalysis;
using Verditer.Core;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>
/// The resource types of the providers that Verditer serves, for every api-version, from Microsoft's own specifications (package Azure.Bicep.Types.Az).
/// Thread-safe. What has no body (<c>locations/operations</c> and the like) is not in it.
/// </summary>
public sealed class ResourceTypeCatalog
{
    private readonly Dictionary<string, ProviderNamespace> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ResourceTypeCatalog(TypeFile file)
    {
        File = file;
        var bytes = file.From(file.Catalog);
        var reader = new VarintReader(bytes);
        var parts = new (int Name, int Length)[reader.Number()];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = (reader.Number(), reader.Number());
        }

        var namespaces = new ProviderNamespace[parts.Length];
        var offset = file.Catalog + reader.Position;
        for (var i = 0; i < parts.Length; i++)
        {
            namespaces[i] = new ProviderNamespace(file.Text(parts[i].Name), file, offset);
            _byName.Add(namespaces[i].Name, namespaces[i]);
            offset += parts[i].Length;
        }

        Namespaces = namespaces;
    }

    /// <summary>The namespaces, sorted, in Azure's case.</summary>
    public IReadOnlyList<ProviderNamespace> Namespaces { get; }

    internal TypeFile File { get; }

    /// <summary>Opens the catalog in the binary: well under a millisecond. Types are decoded as they are asked for.</summary>
    public static ResourceTypeCatalog Load() => new(TypeFile.Open());

    /// <summary>A namespace, without regard to case.</summary>
    public bool TryFind(string @namespace, [NotNullWhen(true)] out ProviderNamespace? found) => _byName.TryGetValue(@namespace, out found);

    /// <summary>A type with all its versions. False is Azure's <c>InvalidResourceType</c>, or <c>InvalidResourceNamespace</c>.</summary>
    public bool TryFind(ResourceType type, [NotNullWhen(true)] out ServedType? found)
    {
        found = null;
        return TryFind(type.Namespace, out var provider) && provider.TryFind(type.Path, out found);
    }

    /// <summary>One version of a type. False with a type that exists is Azure's <c>NoRegisteredProviderFound</c>, which lists <see cref="ServedType.ApiVersions"/>.</summary>
    public bool TryFind(ResourceType type, string apiVersion, [NotNullWhen(true)] out TypeVersion? found)
    {
        found = null;
        return TryFind(type, out ServedType? served) && served.TryFind(apiVersion, out found);
    }
}
