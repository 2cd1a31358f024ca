using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Which tenant an authority means: its id, its domain, or what the client implies (<c>common</c>, <c>organizations</c>, <c>adfs</c>).</summary>
internal static class SignInTenant
{
    public const string Adfs = "adfs";

    /// <summary>The directory of Microsoft's private accounts, which this is not.</summary>
    private static readonly string[] Consumers = ["consumers", "9188040d-6c67-4c5b-b112-36a304b66dad"];

    public static bool IsConsumers(string name) => Consumers.Contains(name, StringComparer.OrdinalIgnoreCase);

    public static bool IsImplied(string name) => TenantIndex.IsAnyTenant(name) || name.Equals(Adfs, StringComparison.OrdinalIgnoreCase);

    public static TenantRecord? Find(DirectoryIndex index, string name, string clientId) =>
        !IsImplied(name) ? index.FindTenant(name)
        : index.TenantOfClient(clientId) ?? (TenantIndex.IsAnyTenant(name) ? null : index.FirstTenant());

    /// <summary>Why no tenant was found.</summary>
    public static OAuthError Refuse(string name) =>
        IsImplied(name) ? SignInErrors.NoTenantImplied()
        : Guid.TryParse(name, out _) || name.Contains('.', StringComparison.Ordinal) ? SignInErrors.UnknownTenant(name)
        : SignInErrors.NotATenantName(name);
}
