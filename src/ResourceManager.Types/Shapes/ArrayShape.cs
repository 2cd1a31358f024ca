using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>An array.</summary>
public sealed class ArrayShape : Shape
{
    private readonly ShapeReference _item;

    internal ArrayShape(ShapeReference item, long? leastLength, long? greatestLength) =>
        (_item, LeastLength, GreatestLength) = (item, leastLength, greatestLength);

    public Shape Item => _item.Shape;

    public long? LeastLength { get; }

    public long? GreatestLength { get; }

    public override bool IsSecret => Item is StringShape { IsSecret: true };

    public override string Expectation => "an array";
}
