using System.Text;

namespace Verditer.Kubernetes.Controllers;

/// <summary>FNV-1a: the same text gives the same number in every process.</summary>
internal static class Fnv
{
    /// <summary>Letters and digits that form no words and cannot be mistaken for each other, as in Kubernetes' generated names.</summary>
    private const string SafeAlphabet = "bcdfghjklmnpqrstvwxz2456789";

    public static ulong Hash64(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return hash;
    }

    public static uint Hash32(string text)
    {
        var hash = 2166136261U;
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            hash = (hash ^ value) * 16777619U;
        }

        return hash;
    }

    /// <summary>The hash as a part of a name, such as <c>7c5ddbdf54</c>.</summary>
    public static string SafeName(string text) =>
        string.Concat(Hash32(text).ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => SafeAlphabet[digit % SafeAlphabet.Length]));
}
