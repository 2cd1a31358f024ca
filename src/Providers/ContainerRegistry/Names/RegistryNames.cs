using System.Text;
using System.Text.RegularExpressions;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// Login servers are unique in all of Azure, and a registry's name in its subscription. Each is a document of its own, made only where there is none: of two
/// creations at once, one finds the name taken.
/// </summary>
internal sealed partial class RegistryNames(IDocumentStore documents)
{
    /// <summary>Login servers, and <c>subscription/name</c>; the body is the id of the registry.</summary>
    public const string Collection = "registry-names";

    /// <summary>The domain of all login servers.</summary>
    public const string Suffix = "azurecr.io";

    public const string Invalid = "The specified resource name is invalid. Resource names may contain alpha numeric characters only and must be between 5 and 50 characters.";

    public static NameRule Rule { get; } = new(5, 50, Pattern(), Invalid) { Message = _ => Invalid };

    public static string LoginServer(string name, string label) => $"{name.ToLowerInvariant()}{label}.{Suffix}";

    /// <summary>The refusal of a new registry whose login server is taken, or whose name is in this subscription.</summary>
    public async ValueTask<ArmError?> CheckAsync(ResourceId registry, string loginServer, CancellationToken cancellationToken)
    {
        if (await IsTakenAsync(loginServer, cancellationToken))
        {
            return RegistryErrors.LoginServerInUse(loginServer);
        }

        return await IsTakenAsync(InSubscription(registry), cancellationToken) ? RegistryErrors.NameInUse(registry.Name) : null;
    }

    /// <summary>Takes the names of a new registry.</summary>
    public static void Take(WriteBatch batch, ResourceId registry, string loginServer)
    {
        var owner = Encoding.UTF8.GetBytes(registry.Text);
        batch.Create(Collection, loginServer, owner).Create(Collection, InSubscription(registry), owner);
    }

    public static void Release(WriteBatch batch, ResourceId registry, string loginServer) =>
        batch.Delete(Collection, loginServer).Delete(Collection, InSubscription(registry));

    private async ValueTask<bool> IsTakenAsync(string key, CancellationToken cancellationToken) =>
        await documents.GetAsync(Collection, key, cancellationToken) is not null;

    private static string InSubscription(ResourceId registry) => $"{registry.SubscriptionId}/{registry.Name}".ToLowerInvariant();

    [GeneratedRegex(@"^[A-Za-z0-9]*\z")]
    private static partial Regex Pattern();
}
