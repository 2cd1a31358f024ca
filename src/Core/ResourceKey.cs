namespace Verditer.Core;

/// <summary>Keys of stored resources: their ids in lower case.</summary>
public static class ResourceKey
{
    /// <summary>
    /// True for the key of a resource of exactly this type. What only stands on such a resource, or lies in it, is of another type, whatever its key holds.
    /// </summary>
    public static bool Is(string key, ResourceType type) => MayBe(key, type) && ResourceId.TryParse(key, out var id) && id.Type == type;

    /// <summary>Whether the last word but one is the type's own: most keys are told apart by it without being read.</summary>
    private static bool MayBe(ReadOnlySpan<char> key, ResourceType type)
    {
        var name = key.LastIndexOf('/');
        var word = type.Path.AsSpan(type.Path.LastIndexOf('/') + 1);
        return name > word.Length && key[name - word.Length - 1] == '/' && key[(name - word.Length)..name].Equals(word, StringComparison.OrdinalIgnoreCase);
    }
}
