namespace Verditer.ResourceManager.Types;

/// <summary>Text out of a list of values, compared without case. An open list only names what is known, and refuses nothing.</summary>
public sealed class EnumShape : Shape
{
    internal EnumShape(string[] values, bool isOpen) => (Values, IsOpen) = (values, isOpen);

    public IReadOnlyList<string> Values { get; }

    public bool IsOpen { get; }

    public override string Expectation => "a string";

    public bool Allows(string text) => IsOpen || Values.Contains(text, StringComparer.OrdinalIgnoreCase);
}
