using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>The names that only one object may bear: each is a document, claimed and released in the same commit as its object.</summary>
internal static class DirectoryNames
{
    private const string Collection = "directory.names";
    private static readonly byte[] Taken = "{}"u8.ToArray();

    public static IReadOnlyList<string> Of(ServicePrincipalRecord principal) => principal.ResourceId is { } resource
        ? [$"appId/{principal.TenantId}/{principal.AppId}", "resource/" + resource]
        : [$"appId/{principal.TenantId}/{principal.AppId}"];

    public static IReadOnlyList<string> Of(ApplicationRecord application) =>
    [
        .. application.OwnedKey is { } key ? [$"owned/{application.TenantId}/{key}"] : Array.Empty<string>(),
        .. application.IdentifierUris.Select(uri => $"uri/{application.TenantId}/{uri}"),
    ];

    public static IReadOnlyList<string> Of(UserRecord user) => [$"user/{user.TenantId}/{user.UserPrincipalName}"];

    public static IReadOnlyList<string> OfDomain(string domain) => ["domain/" + domain];

    public static void Claim(WriteBatch batch, IEnumerable<string> names) => Distinct(names).ForEach(name => batch.Create(Collection, name, Taken));

    public static void Release(WriteBatch batch, IEnumerable<string> names) => Distinct(names).ForEach(name => batch.Delete(Collection, name));

    public static void Move(WriteBatch batch, IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        Release(batch, Distinct(before).Except(Distinct(after)));
        Claim(batch, Distinct(after).Except(Distinct(before)));
    }

    private static List<string> Distinct(IEnumerable<string> names) => [.. names.Select(name => name.ToLowerInvariant()).Distinct()];
}
