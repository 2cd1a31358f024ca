using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>One property of an object.</summary>
public sealed class ShapeProperty
{
    private readonly ShapeReference _shape;

    internal ShapeProperty(string name, PropertyFlags flags, ShapeReference shape) => (Name, Flags, _shape) = (name, flags, shape);

    public string Name { get; }

    public Shape Shape => _shape.Shape;

    /// <summary>True where a PUT must bring it.</summary>
    public bool IsRequired => Flags.HasFlag(PropertyFlags.Required);

    /// <summary>True where only the service sets it: in a body it is accepted and ignored.</summary>
    public bool IsReadOnly => Flags.HasFlag(PropertyFlags.ReadOnly);

    /// <summary>True where it is never given back: marked write-only, or what it holds is secret.</summary>
    public bool IsSecret => Flags.HasFlag(PropertyFlags.WriteOnly) || Shape.IsSecret;

    internal PropertyFlags Flags { get; }
}

/// <summary>As in Azure.Bicep.Types' <c>ObjectTypePropertyFlags</c>.</summary>
[Flags]
internal enum PropertyFlags
{
    None = 0,
    Required = 1,
    ReadOnly = 2,
    WriteOnly = 4,
}
