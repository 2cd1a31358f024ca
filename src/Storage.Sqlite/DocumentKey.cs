using System.Text;

namespace Verditer.Storage.Sqlite;

/// <summary>Where a document is. Keys are ordered by their UTF-8 bytes, which is the order of their code points.</summary>
internal readonly record struct DocumentKey(string Collection, string Key)
{
    /// <summary>True for text that every store can hold: no NUL, no half of a surrogate pair.</summary>
    public static bool IsStorable(string text)
    {
        if (text.Contains('\0'))
        {
            return false;
        }

        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var length) != System.Buffers.OperationStatus.Done)
            {
                return false;
            }

            rest = rest[length..];
        }

        return true;
    }

    /// <summary>The smallest text above everything that starts with <paramref name="prefix"/>; null when there is none.</summary>
    public static string? After(string prefix)
    {
        var runes = prefix.EnumerateRunes().ToList();
        while (runes.Count > 0)
        {
            var last = runes[^1].Value;
            runes.RemoveAt(runes.Count - 1);
            if (last < 0x10FFFF)
            {
                runes.Add(new Rune(last == 0xD7FF ? 0xE000 : last + 1));
                return string.Concat(runes.Select(rune => rune.ToString()));
            }
        }

        return null;
    }

    public static int Compare(string left, string right)
    {
        var common = left.AsSpan().CommonPrefixLength(right);
        if (common == left.Length || common == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // Code units order like code points, but for surrogates, which stand for code points above U+FFFF.
        var (a, b) = (left[common], right[common]);
        return char.IsSurrogate(a) == char.IsSurrogate(b) ? a.CompareTo(b) : char.IsSurrogate(a) ? 1 : -1;
    }
}
