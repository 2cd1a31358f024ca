using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types;

/// <summary>Any of several shapes.</summary>
public sealed class UnionShape : Shape
{
    private readonly ShapeReference[] _alternatives;

    internal UnionShape(ShapeReference[] alternatives) => _alternatives = alternatives;

    public IEnumerable<Shape> Alternatives => _alternatives.Select(alternative => alternative.Shape);

    public override string Expectation => string.Join(" or ", Alternatives.Select(shape => shape.Expectation).Distinct(StringComparer.Ordinal));
}
