using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Verditer.ResourceManager.Types.Data;

/// <summary>
/// The embedded type file (see <see cref="Format"/>). It is mapped with the binary, read in place, and never copied: opening it reads the header,
/// a shape or a string is decoded when it is first asked for and kept.
/// </summary>
internal sealed unsafe class TypeFile
{
    private readonly byte* _start;
    private readonly int _length;
    private readonly int _strings;
    private readonly int _shapes;
    private readonly string?[] _texts;
    private readonly Shape?[] _decoded;

    private TypeFile(byte* start, int length)
    {
        _start = start;
        _length = length;
        if (length < Format.HeaderLength || Fixed(0) != Format.Magic)
        {
            throw new InvalidDataException("The embedded type file is not of this version.");
        }

        (_strings, _shapes, Catalog) = ((int)Fixed(4), (int)Fixed(8), (int)Fixed(12));
        _texts = new string?[Fixed(_strings)];
        _decoded = new Shape?[Fixed(_shapes)];
    }

    /// <summary>Where the catalog begins.</summary>
    public int Catalog { get; }

    public int Length => _length;

    public int ShapeCount => _decoded.Length;

    public static TypeFile Open()
    {
        var stream = typeof(TypeFile).Assembly.GetManifestResourceStream("resource-types.bin")
            ?? throw new InvalidDataException("The type file is missing from the assembly.");
        if (stream is UnmanagedMemoryStream mapped)
        {
            return new TypeFile(mapped.PositionPointer, (int)mapped.Length);
        }

        using (stream)
        {
            var length = (int)stream.Length;
            var copy = (byte*)NativeMemory.Alloc((nuint)length);
            stream.ReadExactly(new Span<byte>(copy, length));
            return new TypeFile(copy, length);
        }
    }

    public ReadOnlySpan<byte> From(int offset) => new ReadOnlySpan<byte>(_start, _length)[offset..];

    public string Text(int id) => _texts[id] ??= Encoding.UTF8.GetString(Entry(_strings, id));

    /// <summary>The shape with this id. Two threads may decode it at once; the first one stays.</summary>
    public Shape Shape(int id) =>
        Volatile.Read(ref _decoded[id])
        ?? Interlocked.CompareExchange(ref _decoded[id], ShapeReader.Read(this, Entry(_shapes, id)), null)
        ?? _decoded[id]!;

    private ReadOnlySpan<byte> Entry(int table, int id)
    {
        var offsets = table + sizeof(uint);
        var body = offsets + ((int)(Fixed(table) + 1) * sizeof(uint));
        var begin = (int)Fixed(offsets + (id * sizeof(uint)));
        var end = (int)Fixed(offsets + ((id + 1) * sizeof(uint)));
        return new ReadOnlySpan<byte>(_start, _length)[(body + begin)..(body + end)];
    }

    private uint Fixed(int offset) => BinaryPrimitives.ReadUInt32LittleEndian(From(offset));
}
