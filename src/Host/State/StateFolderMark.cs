namespace Verditer.Host;

/// <summary>
/// What the file <c>lock</c> says. It is written before anything else is put into a folder: by it a folder in which a start came to nothing is known, also beside other
/// people's files.
/// </summary>
internal static class StateFolderMark
{
    private static ReadOnlySpan<byte> Text => "A state folder of Verditer. A running Verditer holds this file.\n"u8;

    /// <summary>Not seen while another process holds the file; that one makes the database, by which the folder is known as well.</summary>
    public static bool IsIn(StatePaths paths)
    {
        try
        {
            using var file = File.OpenRead(paths.Lock);
            Span<byte> text = stackalloc byte[Text.Length + 1];
            return text[..file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false)].SequenceEqual(Text);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    /// <summary>Makes the file, whole or not at all, where there is none.</summary>
    public static void Make(StatePaths paths)
    {
        if (!File.Exists(paths.Lock))
        {
            PrivateFile.Create(paths.Lock, Text);
        }
    }

    /// <summary>Writes it into the file that an older Verditer, or a start in a folder of its own, has left.</summary>
    public static void Renew(FileStream held)
    {
        held.Write(Text);
        held.SetLength(Text.Length);
        held.Flush();
    }
}
