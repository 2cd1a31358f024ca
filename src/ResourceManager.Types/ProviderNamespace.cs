using System.Diagnostics.CodeAnalysis;
using Verditer.Core;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>A resource provider's namespace, such as <c>Microsoft.Network</c>. Its types are read when they are first asked for.</summary>
public sealed class ProviderNamespace
{
    private readonly Lazy<Dictionary<string, ServedType>> _types;

    internal ProviderNamespace(string name, TypeFile file, int offset)
    {
        Name = name;
        _types = new(() => Read(name, file, offset));
    }

    /// <summary>In Azure's case.</summary>
    public string Name { get; }

    /// <summary>The types, sorted by name.</summary>
    public IReadOnlyCollection<ServedType> Types => _types.Value.Values;

    /// <summary>A type by its path below the namespace, without regard to case.</summary>
    public bool TryFind(string path, [NotNullWhen(true)] out ServedType? found) => _types.Value.TryGetValue(path, out found);

    /// <summary>True when any type of the namespace has this version.</summary>
    public bool Knows(string apiVersion) => Types.Any(type => type.TryFind(apiVersion, out _));

    private static Dictionary<string, ServedType> Read(string name, TypeFile file, int offset)
    {
        var reader = new VarintReader(file.From(offset));
        var count = reader.Number();
        var types = new Dictionary<string, ServedType>(count, StringComparer.OrdinalIgnoreCase);
        for (var i = 0; i < count; i++)
        {
            var path = file.Text(reader.Number());
            var versions = new TypeVersion[reader.Number()];
            var type = new ResourceType(name, path);
            for (var v = 0; v < versions.Length; v++)
            {
                versions[v] = new TypeVersion(
                    type,
                    file.Text(reader.Number()),
                    (DeploymentScopes)reader.Number(),
                    (DeploymentScopes)reader.Number(),
                    new ShapeReference(file, reader.Number()),
                    new ShapeReference(file, reader.Number()));
            }

            types.Add(path, new ServedType(type, versions));
        }

        return types;
    }
}
