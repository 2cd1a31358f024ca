namespace Verditer.ResourceManager.Types.Data;

/// <summary>
/// The words of the type file, shared by the extractor that writes it and the catalog that reads it. All numbers are little-endian or varints
/// (seven bits a byte, low first); signed ones are zigzag.
/// <code>
/// header:   magic, strings, shapes, catalog (uint32 each; the last three are offsets from the start)
/// strings:  count, then count+1 uint32 offsets from the end of this table, then UTF-8
/// shapes:   count, then count+1 uint32 offsets from the end of this table, then shapes: kind, numbers, words (string ids), children (shape ids)
/// catalog:  varints: namespaces (name, byte length), then each namespace: types (path, versions (version, readable, writable, body, name))
/// </code>
/// </summary>
internal static class Format
{
    /// <summary>"VTY1" in ASCII.</summary>
    public const uint Magic = 0x31595456;

    public const int HeaderLength = 16;
}

/// <summary>The kind of a shape; what its numbers, words and children mean.</summary>
internal enum ShapeCode : byte
{
    /// <summary>Anything.</summary>
    Any,

    /// <summary>Only null.</summary>
    Null,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>numbers: limits, [least], [greatest].</summary>
    Number,

    /// <summary>numbers: limits, [least length], [greatest length]; words: [pattern].</summary>
    String,

    /// <summary>words: all values that there are.</summary>
    ClosedEnum,

    /// <summary>words: the known values.</summary>
    OpenEnum,

    /// <summary>numbers: limits, [least length], [greatest length]; children: item.</summary>
    Array,

    /// <summary>numbers: limits, then the flags of each property; words: the properties' names, sorted; children: their shapes, [the map's values].</summary>
    Object,

    /// <summary>words: discriminator, values; children: what all have, then one a value.</summary>
    Discriminated,

    /// <summary>children: the alternatives.</summary>
    Union,
}

/// <summary>Which optional numbers follow, and marks of a shape.</summary>
[Flags]
internal enum Limits
{
    None = 0,
    Least = 1,
    Greatest = 2,
    Pattern = 4,
    Secret = 8,
    Whole = 16,
    Map = 32,
}
