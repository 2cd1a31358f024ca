using Microsoft.Extensions.DependencyInjection;
using Verditer.Kubernetes;
using Verditer.ResourceManager;

namespace Verditer.Host.Tests;

/// <summary>The types of a resource provider's namespace, by what is done for them.</summary>
/// <param name="Full">With code of their own.</param>
/// <param name="Refused">With the reason.</param>
/// <param name="StoredOnly">How many the generic handler serves.</param>
internal sealed record ServedNamespace(
    string Name, IReadOnlyList<ResourceTypeHandler> Full, IReadOnlyList<(string Type, string Reason)> Refused, int StoredOnly);

/// <summary>What a running host serves, read from its own parts.</summary>
internal sealed record Served(IReadOnlyList<ServedNamespace> Namespaces, IReadOnlyList<ArmEndpoint> Endpoints, IReadOnlyList<ResourceKind> Kinds)
{
    public IEnumerable<ResourceTypeHandler> Full => Namespaces.SelectMany(n => n.Full);

    public IEnumerable<(string Type, string Name)> Actions => Full.SelectMany(h => h.Actions.Select(a => (h.Type.FullName, a.Name)));

    public static Served By(IServiceProvider services)
    {
        var types = services.GetRequiredService<ResourceTypeRegistry>();
        return new(
            [.. types.Namespaces.Select(name => Sort(name, [.. types.TypesOf(name)]))],
            services.GetRequiredService<EndpointRegistry>().All,
            KindTable.Instance.All);
    }

    private static ServedNamespace Sort(string name, IReadOnlyList<RegisteredType> types)
    {
        var refused = types.Where(t => ResourceTypeRegistry.RefusalReason(t.Type) is not null).ToList();
        var full = types.Except(refused).Where(t => t.Handler.HasCode).ToList();
        return new(
            name,
            [.. full.Select(t => t.Handler)],
            [.. refused.Select(t => (t.Type.FullName, ResourceTypeRegistry.RefusalReason(t.Type)!))],
            types.Count - full.Count - refused.Count);
    }
}
