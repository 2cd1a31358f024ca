namespace Verditer.ResourceManager.Types;

/// <summary>
/// What JSON a place in a body may hold, as Azure's specifications say for one api-version. Immutable; shared by all versions in which it is the same;
/// may hold itself (a shape is walked along a body, never by itself).
/// </summary>
public abstract class Shape
{
    private protected Shape()
    {
    }

    /// <summary>The kind in words that read after "Expected": <c>an integer</c>, <c>a string</c>.</summary>
    public abstract string Expectation { get; }

    /// <summary>True where what is stored is never given back.</summary>
    public virtual bool IsSecret => false;
}

/// <summary>Any JSON.</summary>
public sealed class AnyShape : Shape
{
    internal static readonly AnyShape Instance = new();

    public override string Expectation => "any value";
}

/// <summary>Only <c>null</c>.</summary>
public sealed class NullShape : Shape
{
    internal static readonly NullShape Instance = new();

    public override string Expectation => "null";
}

/// <summary><c>true</c> or <c>false</c>.</summary>
public sealed class BooleanShape : Shape
{
    internal static readonly BooleanShape Instance = new();

    public override string Expectation => "a boolean";
}
