using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>An object with known properties, a map, or both.</summary>
public sealed class ObjectShape : Shape
{
    private readonly Dictionary<string, ShapeProperty> _byName;
    private readonly ShapeReference? _values;
    private readonly bool _isSecret;

    internal ObjectShape(ShapeProperty[] properties, ShapeReference? values, bool isSecret)
    {
        (Properties, _values, _isSecret) = (properties, values, isSecret);
        Required = [.. properties.Where(property => property.IsRequired && !property.IsReadOnly)];
        _byName = new(properties.Length, StringComparer.OrdinalIgnoreCase);
        foreach (var property in properties)
        {
            _byName.TryAdd(property.Name, property);
        }
    }

    /// <summary>The known properties, sorted by name.</summary>
    public IReadOnlyList<ShapeProperty> Properties { get; }

    /// <summary>What a PUT must bring.</summary>
    public IReadOnlyList<ShapeProperty> Required { get; }

    /// <summary>What every further property holds, where this is a map (tags, user-assigned identities).</summary>
    public Shape? Values => _values?.Shape;

    public override bool IsSecret => _isSecret || (Properties.Count == 0 && Values is StringShape { IsSecret: true });

    public override string Expectation => "an object";

    /// <summary>The property with this name, compared without case as Azure's services do, or null.</summary>
    public ShapeProperty? Find(string name) => _byName.GetValueOrDefault(name);
}
