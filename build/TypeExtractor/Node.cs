using Verditer.ResourceManager.Types.Data;

namespace Verditer.TypeExtractor;

/// <summary>A shape before it is written: <see cref="Children"/> are ids of other nodes.</summary>
internal sealed record Node(ShapeCode Kind, IReadOnlyList<long> Numbers, IReadOnlyList<string> Words, int[] Children)
{
    /// <summary>What the node says apart from its children.</summary>
    public string Content => $"{(int)Kind}\u0001{string.Join(',', Numbers)}\u0001{string.Join('\u0002', Words)}\u0001{Children.Length}";
}
