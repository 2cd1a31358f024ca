using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers;

/// <summary>The image of a pod's sandbox: one program that waits for ever and holds the pod's namespaces. It is made here, so that no registry is needed.</summary>
internal static class PauseImage
{
    public const string Name = "verditer.dev/pause:1";

    private const int HeaderSize = 64 + 56;
    private const ulong LoadAddress = 0x400000;

    /// <summary>x86-64: mov eax, 34 (pause); syscall; jmp to the first.</summary>
    private static readonly byte[] Code = [0xb8, 34, 0, 0, 0, 0x0f, 0x05, 0xeb, 0xf7];

    /// <summary>Writes the image as a tar of an OCI layout.</summary>
    public static void Write(Stream output) => OciImage.Write(output, Name, layer =>
    {
        var program = new PaxTarEntry(TarEntryType.RegularFile, "pause") { Mode = (UnixFileMode)0b111_101_101, DataStream = new MemoryStream(Program()) };
        layer.WriteEntry(program);
    }, new JsonObject { ["Entrypoint"] = new JsonArray("/pause") });

    /// <summary>A whole ELF program: its header, one segment, the code. Source: elf(5).</summary>
    private static byte[] Program()
    {
        var file = new byte[HeaderSize + Code.Length];
        ReadOnlySpan<byte> identity = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1];
        identity.CopyTo(file);
        var words = new (int At, int Size, ulong Value)[]
        {
            (16, 2, 2), (18, 2, 62), (20, 4, 1), (24, 8, LoadAddress + HeaderSize), (32, 8, 64), (52, 2, 64), (54, 2, 56), (56, 2, 1),
            (64, 4, 1), (68, 4, 5), (72, 8, 0), (80, 8, LoadAddress), (88, 8, LoadAddress), (96, 8, (ulong)file.Length), (104, 8, (ulong)file.Length), (112, 8, 0x1000),
        };
        var value = new byte[8];
        foreach (var word in words)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(value, word.Value);
            value.AsSpan(0, word.Size).CopyTo(file.AsSpan(word.At));
        }

        Code.CopyTo(file, HeaderSize);
        return file;
    }
}
