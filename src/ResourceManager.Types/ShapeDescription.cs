namespace Verditer.ResourceManager.Types;

/// <summary>One row of a type's property table.</summary>
/// <param name="Path">Such as <c>properties.agentPoolProfiles[*].count</c>; <c>*</c> stands for any key of a map.</param>
/// <param name="Shape">What it holds.</param>
public sealed record ShapeDescription(string Path, Shape Shape, bool IsRequired, bool IsReadOnly, bool IsSecret)
{
    /// <summary>All properties of a shape, depth first. A shape inside itself is named once and not opened again.</summary>
    public static IEnumerable<ShapeDescription> Describe(Shape shape) => Rows(shape, "", [shape]);

    /// <summary>The paths that a client cannot set.</summary>
    public static IEnumerable<string> ReadOnlyPaths(Shape shape) => Describe(shape).Where(row => row.IsReadOnly).Select(row => row.Path);

    private static IEnumerable<ShapeDescription> Rows(Shape shape, string path, HashSet<Shape> open) => shape switch
    {
        ObjectShape type => type.Properties.SelectMany(property => Row(property, path, open))
            .Concat(type.Values is { } values ? Inside(values, Join(path, "*"), open) : []),
        DiscriminatedShape type => type.Values.Select(type.For).OfType<ObjectShape>().Prepend(type.Common)
            .SelectMany(alternative => Rows(alternative, path, open)).DistinctBy(row => row.Path, StringComparer.Ordinal),
        ArrayShape type => Inside(type.Item, $"{path}[*]", open),
        _ => [],
    };

    private static IEnumerable<ShapeDescription> Row(ShapeProperty property, string path, HashSet<Shape> open)
    {
        var below = Join(path, property.Name);
        return Inside(property.Shape, below, open)
            .Prepend(new ShapeDescription(below, property.Shape, property.IsRequired, property.IsReadOnly, property.IsSecret));
    }

    private static IEnumerable<ShapeDescription> Inside(Shape shape, string path, HashSet<Shape> open) =>
        shape is ObjectShape or DiscriminatedShape && open.Contains(shape) ? [] : Rows(shape, path, [.. open, shape]);

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
