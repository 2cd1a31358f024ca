using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// The passwords of registries' admin users and of tokens, by the resource whose they are. They are kept as hashes; the admin user's, which can be shown again, also
/// sealed for its registry.
/// </summary>
internal sealed class PasswordVault(IDocumentStore documents, ISecretProtector protector)
{
    public const string Collection = "registry-credentials";

    public async ValueTask<IReadOnlyList<StoredPassword>?> FindAsync(ResourceId owner, CancellationToken cancellationToken) =>
        await documents.GetAsync(Collection, owner.Key, cancellationToken) is { } document ? Read(document.Body.Span) : null;

    public static IReadOnlyList<StoredPassword> Read(ReadOnlySpan<byte> body) =>
        [.. (Json.ParseObject(body)["passwords"] as JsonArray ?? []).Select(node => StoredPassword.Read(node!))];

    /// <summary>Keeps passwords where there are none yet.</summary>
    public void Create(WriteBatch batch, ResourceId owner, IEnumerable<NewPassword> passwords) =>
        batch.Create(Collection, owner.Key, Write(passwords.Select(p => Seal(owner, p))));

    public static void Put(WriteBatch batch, ResourceId owner, IEnumerable<StoredPassword> passwords) => batch.Put(Collection, owner.Key, Write(passwords));

    public static void Remove(WriteBatch batch, ResourceId owner) => batch.Delete(Collection, owner.Key);

    /// <summary>A password that can be shown again.</summary>
    public StoredPassword Seal(ResourceId owner, NewPassword password) =>
        password.Stored with { Sealed = protector.Seal(Encoding.UTF8.GetBytes(password.Value), Purpose(owner)) };

    /// <summary>The password itself, of one that was sealed.</summary>
    public string Open(ResourceId owner, StoredPassword password) =>
        Encoding.UTF8.GetString(protector.Open(password.Sealed ?? throw new InvalidOperationException($"'{password.Name}' of '{owner}' was not sealed."), Purpose(owner)));

    private static byte[] Write(IEnumerable<StoredPassword> passwords) =>
        Json.ToBytes(new JsonObject { ["passwords"] = new JsonArray([.. passwords.Select(p => (JsonNode)p.ToJson())]) });

    private static string Purpose(ResourceId owner) => $"{Collection}/{owner.Key}";
}

/// <summary>A password that was just made. <see cref="Value"/> is seen only here.</summary>
internal sealed record NewPassword(string Value, StoredPassword Stored)
{
    public static NewPassword Make(string name, DateTimeOffset now, DateTimeOffset? ends = null)
    {
        var value = RegistryPassword.Make();
        return new(value, new StoredPassword(name, RegistryPassword.Hash(value), now, ends));
    }

    /// <summary>Without the value, so that no log ever shows it.</summary>
    public override string ToString() => Stored.Name;
}
