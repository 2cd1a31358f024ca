namespace Verditer.ResourceManager.Types.Data;

/// <summary>Decodes one shape; its children stay ids until they are asked for.</summary>
internal static class ShapeReader
{
    public static Shape Read(TypeFile file, ReadOnlySpan<byte> bytes)
    {
        var reader = new VarintReader(bytes);
        var code = (ShapeCode)reader.Number();
        var numbers = reader.SignedNumbers();
        var words = Array.ConvertAll(reader.Numbers(), file.Text);
        var children = Array.ConvertAll(reader.Numbers(), id => new ShapeReference(file, id));
        return code switch
        {
            ShapeCode.Any => AnyShape.Instance,
            ShapeCode.Null => NullShape.Instance,
            ShapeCode.Boolean => BooleanShape.Instance,
            ShapeCode.Number => Number(numbers),
            ShapeCode.String => String(numbers, words),
            ShapeCode.ClosedEnum => new EnumShape(words, isOpen: false),
            ShapeCode.OpenEnum => new EnumShape(words, isOpen: true),
            ShapeCode.Array => List(numbers, children),
            ShapeCode.Object => Object(numbers, words, children),
            ShapeCode.Discriminated => new DiscriminatedShape(words, children),
            ShapeCode.Union => new UnionShape(children),
            _ => throw new InvalidDataException($"The type file has a shape of kind {code}."),
        };
    }

    private static NumberShape Number(long[] numbers)
    {
        var (limits, least, greatest) = Range(numbers);
        return new NumberShape(least, greatest, limits.HasFlag(Limits.Whole));
    }

    private static StringShape String(long[] numbers, string[] words)
    {
        var (limits, least, greatest) = Range(numbers);
        return new StringShape(least, greatest, words.Length == 0 ? null : words[0], limits.HasFlag(Limits.Secret));
    }

    private static ArrayShape List(long[] numbers, ShapeReference[] children)
    {
        var (_, least, greatest) = Range(numbers);
        return new ArrayShape(children[0], least, greatest);
    }

    private static ObjectShape Object(long[] numbers, string[] words, ShapeReference[] children)
    {
        var limits = (Limits)numbers[0];
        var properties = new ShapeProperty[words.Length];
        for (var i = 0; i < properties.Length; i++)
        {
            properties[i] = new ShapeProperty(words[i], (PropertyFlags)numbers[i + 1], children[i]);
        }

        return new ObjectShape(properties, limits.HasFlag(Limits.Map) ? children[^1] : null, limits.HasFlag(Limits.Secret));
    }

    private static (Limits Limits, long? Least, long? Greatest) Range(long[] numbers)
    {
        var limits = (Limits)numbers[0];
        return (limits, limits.HasFlag(Limits.Least) ? numbers[1] : null, limits.HasFlag(Limits.Greatest) ? numbers[^1] : null);
    }
}
