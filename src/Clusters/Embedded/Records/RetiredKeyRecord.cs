using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes;

namespace Verditer.Clusters.Embedded;

/// <summary>What is kept of a service-account key that was replaced.</summary>
/// <param name="PublicKey">PEM.</param>
/// <param name="Ends">UTC, Verditer's clock.</param>
/// <param name="Rotation">The name of the rotation that replaced it.</param>
internal sealed record RetiredKeyRecord(string PublicKey, DateTimeOffset Ends, string Rotation)
{
    public JsonObject ToJson() => new()
    {
        ["publicKey"] = PublicKey,
        ["ends"] = Ends.ToString("O", CultureInfo.InvariantCulture),
        ["rotation"] = Rotation,
    };

    public static RetiredKeyRecord Read(JsonObject record) => new(
        record.Text("publicKey") ?? "", DateTimeOffset.Parse(record.Text("ends") ?? "", CultureInfo.InvariantCulture), record.Text("rotation") ?? "");

    public RetiredServiceAccountKey Open()
    {
        var key = RSA.Create();
        key.ImportFromPem(PublicKey);
        return new(key, Ends);
    }
}
