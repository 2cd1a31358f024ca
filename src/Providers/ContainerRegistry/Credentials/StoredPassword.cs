using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>One of two passwords of a user of a registry.</summary>
/// <param name="Name"><c>password</c> and <c>password2</c> of the admin user, <c>password1</c> and <c>password2</c> of a token.</param>
/// <param name="Hash">What a password that somebody gives is compared with.</param>
/// <param name="Created">UTC, Verditer's clock.</param>
/// <param name="Ends">From when on it is refused (UTC, Verditer's clock); null for never.</param>
internal sealed record StoredPassword(string Name, byte[] Hash, DateTimeOffset Created, DateTimeOffset? Ends)
{
    /// <summary>The password itself, sealed: only the admin user's, which can be shown again.</summary>
    public byte[]? Sealed { get; init; }

    /// <summary>True for the right password that has not ended. Takes as long for any password.</summary>
    public bool Fits(byte[] hash, DateTimeOffset now) => CryptographicOperations.FixedTimeEquals(Hash, hash) & (Ends is null || now < Ends);

    public JsonObject ToJson()
    {
        JsonObject node = new() { ["name"] = Name, ["hash"] = Convert.ToBase64String(Hash), ["created"] = ArmTime.Write(Created) };
        if (Ends is { } ends)
        {
            node["ends"] = ArmTime.Write(ends);
        }

        if (Sealed is not null)
        {
            node["sealed"] = Convert.ToBase64String(Sealed);
        }

        return node;
    }

    public static StoredPassword Read(JsonNode node) => new(
        node.Text("name")!, Convert.FromBase64String(node.Text("hash")!), Time(node.Text("created")!), node.Text("ends") is { } ends ? Time(ends) : null)
    {
        Sealed = node.Text("sealed") is { } text ? Convert.FromBase64String(text) : null,
    };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
