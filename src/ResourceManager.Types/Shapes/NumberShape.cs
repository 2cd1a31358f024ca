namespace Verditer.ResourceManager.Types;

/// <summary>A number. The data does not tell integers from fractions, so a fraction is refused only where <see cref="IsWhole"/> is known.</summary>
public sealed class NumberShape : Shape
{
    internal NumberShape(long? least, long? greatest, bool isWhole) => (Least, Greatest, IsWhole) = (least, greatest, isWhole);

    public long? Least { get; }

    public long? Greatest { get; }

    /// <summary>True where fractions are refused.</summary>
    public bool IsWhole { get; }

    public override string Expectation => "an integer";
}
