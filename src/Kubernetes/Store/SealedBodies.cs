using System.Text;

namespace Verditer.Kubernetes;

/// <summary>
/// How objects are written to documents: those of <c>secrets</c> as <c>{"sealed":"base64"}</c>, all others as they are. Secrets that were written before there was a
/// seal are read as they are.
/// </summary>
/// <param name="seal">Null where nothing is sealed.</param>
internal sealed class SealedBodies(IBodySeal? seal)
{
    private static readonly GroupResource Secrets = new("", "secrets");

    private static ReadOnlySpan<byte> Start => "{\"sealed\":\""u8;

    private static ReadOnlySpan<byte> End => "\"}"u8;

    public byte[] ToDocument(ObjectPlace place, byte[] body) =>
        seal is null || place.Resource != Secrets ? body : [.. Start, .. Encoding.ASCII.GetBytes(Convert.ToBase64String(seal.Seal(body, place.Key))), .. End];

    public ReadOnlySpan<byte> FromDocument(ObjectPlace place, ReadOnlySpan<byte> document)
    {
        if (place.Resource != Secrets || !document.StartsWith(Start))
        {
            return document;
        }

        var text = Encoding.ASCII.GetString(document[Start.Length..^End.Length]);
        return seal is null
            ? throw new InvalidOperationException($"The secret '{place.Namespace}/{place.Name}' is sealed, and there is nothing to open it with.")
            : seal.Open(Convert.FromBase64String(text), place.Key);
    }
}
