using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager.Testing;

/// <summary>Whether the paths of <see cref="LinkedProperty"/> are those of the types: a misspelt one would never find anything.</summary>
public static class LinkedPaths
{
    /// <summary>The types and paths that no api-version of the type has.</summary>
    public static IEnumerable<string> ThatLeadNowhere(TestCloud cloud)
    {
        var types = cloud.Get<ResourceTypeRegistry>();
        return types.Namespaces.SelectMany(types.TypesOf)
            .SelectMany(t => t.Handler.Links.Select(l => (t.Type, l.Path)))
            .Where(l => types.Catalog.TryFind(l.Type, out ServedType? served) && !served.Versions.Any(v => Leads(v.Body, l.Path.Split('.'))))
            .Select(l => $"{l.Type.FullName} {l.Path}");
    }

    private static bool Leads(Shape shape, ReadOnlySpan<string> path) => path.IsEmpty || (shape, path[0]) switch
    {
        (ArrayShape array, "*") => Leads(array.Item, path[1..]),
        (ObjectShape known, var name) when known.Find(name) is { } property => Leads(property.Shape, path[1..]),
        (ObjectShape { Values: { } values }, _) => Leads(values, path[1..]),
        (DiscriminatedShape several, _) => Leads(several.Common, path),
        _ => false,
    };
}
