using System.Collections.Immutable;

namespace Verditer.Kubernetes;

/// <summary>All objects of one resource at one revision. A write makes another state; whoever holds this one still sees it whole.</summary>
/// <param name="Revision">Of the last change to this resource.</param>
public sealed record ResourceState(long Revision, ImmutableSortedDictionary<string, ImmutableSortedDictionary<string, StoredObject>> ByNamespace)
{
    private static readonly ImmutableSortedDictionary<string, StoredObject> NoObjects = ImmutableSortedDictionary.Create<string, StoredObject>(StringComparer.Ordinal);

    public static ResourceState Empty(long revision) =>
        new(revision, ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<string, StoredObject>>(StringComparer.Ordinal));

    public StoredObject? Find(string @namespace, string name) =>
        ByNamespace.TryGetValue(@namespace, out var objects) && objects.TryGetValue(name, out var found) ? found : null;

    /// <summary>Ordered by namespace and name.</summary>
    /// <param name="namespace">Null for all.</param>
    public IEnumerable<StoredObject> List(string? @namespace) =>
        @namespace is null ? ByNamespace.Values.SelectMany(objects => objects.Values) : ByNamespace.GetValueOrDefault(@namespace, NoObjects).Values;

    public int Count(string? @namespace) =>
        @namespace is null ? ByNamespace.Values.Sum(objects => objects.Count) : ByNamespace.GetValueOrDefault(@namespace, NoObjects).Count;

    public ResourceState With(StoredObject value) => new(
        value.Revision,
        ByNamespace.SetItem(value.Namespace, ByNamespace.GetValueOrDefault(value.Namespace, NoObjects).SetItem(value.Name, value)));

    public ResourceState Without(string @namespace, string name, long revision)
    {
        var rest = ByNamespace.GetValueOrDefault(@namespace, NoObjects).Remove(name);
        return new(revision, rest.IsEmpty ? ByNamespace.Remove(@namespace) : ByNamespace.SetItem(@namespace, rest));
    }
}
