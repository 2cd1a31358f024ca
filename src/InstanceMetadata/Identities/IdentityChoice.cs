using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>
/// Which of a machine's identities a request means: the one that its selectors name, else the system-assigned one, else the only user-assigned one.
/// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
/// </summary>
internal static class IdentityChoice
{
    private static readonly (string Parameter, Func<ManagedIdentity, string?> Value)[] Selectors =
    [
        ("client_id", identity => identity.ClientId),
        ("object_id", identity => identity.PrincipalId),
        ("msi_res_id", ResourceIdOf),
        ("mi_res_id", ResourceIdOf),
    ];

    /// <returns>The identity, or why there is none.</returns>
    public static (ManagedIdentity? Identity, string Refusal) Make(IReadOnlyList<ManagedIdentity> carried, Func<string, string?> parameter)
    {
        var given = Selectors.Where(selector => parameter(selector.Parameter) is not null).ToList();
        if (given.Count > 0)
        {
            var named = carried.FirstOrDefault(identity => given.TrueForAll(
                selector => string.Equals(selector.Value(identity), parameter(selector.Parameter), StringComparison.OrdinalIgnoreCase)));
            return (named, MetadataErrors.IdentityNotFound);
        }

        if (carried.FirstOrDefault(identity => identity.Kind == ManagedIdentityKind.SystemAssigned) is { } own)
        {
            return (own, "");
        }

        return carried.Count switch
        {
            0 => (null, MetadataErrors.IdentityNotFound),
            1 => (carried[0], ""),
            _ => (null, MetadataErrors.SeveralIdentities),
        };
    }

    /// <summary>What a request chose by, such as <c>client_id=…</c>; empty for nothing.</summary>
    public static string Describe(Func<string, string?> parameter) => string.Join(
        ' ', Selectors.Where(selector => parameter(selector.Parameter) is not null).Select(selector => $"{selector.Parameter}={parameter(selector.Parameter)}"));

    private static string? ResourceIdOf(ManagedIdentity identity) => identity.Kind == ManagedIdentityKind.UserAssigned ? identity.ResourceId : null;
}
