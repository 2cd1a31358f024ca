using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>What a Service asks of its load balancer.</summary>
/// <param name="BaseName">What the names of everything in Azure begin with: <c>a</c> and the uid without dashes, 32 characters.</param>
/// <param name="WantedAddress">An address that the user asks for; null for any.</param>
/// <param name="HealthCheckPort">Where nodes answer for this Service when traffic stays local; null otherwise.</param>
/// <param name="IdleMinutes">After how many idle minutes a connection is forgotten.</param>
internal sealed record ServiceDescription(
    string Key,
    string BaseName,
    IReadOnlyList<ServicePort> Ports,
    bool IsInternal,
    string? Subnet,
    string? AddressName,
    string? AddressGroup,
    string? DnsLabel,
    string? WantedAddress,
    IReadOnlyList<string> SourceRanges,
    IReadOnlyList<string> KnownAddresses,
    int? HealthCheckPort,
    bool StickyByClient,
    int IdleMinutes)
{
    private const int NameLength = 32;
    private const int UsualIdleMinutes = 4;

    /// <summary>The public address that the cloud provider makes itself.</summary>
    public string OwnAddressName => $"{BalancerNames.Cluster}-{BaseName}";

    public string FrontendName => Subnet is null ? BaseName : $"{BaseName}-{Subnet}";

    /// <summary>True for a child of the load balancer that belongs to this Service.</summary>
    public bool Owns(string? name) =>
        name is not null && (name.Equals(BaseName, StringComparison.OrdinalIgnoreCase) || name.StartsWith(BaseName + "-", StringComparison.OrdinalIgnoreCase));

    public static ServiceDescription Read(JsonObject service)
    {
        var annotations = service.At("metadata", "annotations");
        var isInternal = annotations.Text(ServiceAnnotations.Internal) == "true";
        var spec = service["spec"];
        var uid = (service.Text("metadata", "uid") ?? "").Replace("-", "", StringComparison.Ordinal);
        var name = "a" + uid;
        return new(
            ObjectCache.KeyOf(service),
            name[..Math.Min(NameLength, name.Length)],
            [.. (spec.At("ports") as JsonArray ?? []).Select(ServicePort.Read)],
            isInternal,
            isInternal ? annotations.Text(ServiceAnnotations.InternalSubnet) : null,
            isInternal ? null : annotations.Text(ServiceAnnotations.AddressName),
            annotations.Text(ServiceAnnotations.AddressGroup),
            annotations.Text(ServiceAnnotations.DnsLabel),
            annotations.Text(ServiceAnnotations.Ipv4) ?? spec.Text("loadBalancerIP"),
            Texts(spec.At("loadBalancerSourceRanges")),
            [.. (service.At("status", "loadBalancer", "ingress") as JsonArray ?? []).Select(i => i.Text("ip")).OfType<string>()],
            spec.Text("externalTrafficPolicy") == "Local" ? spec.Number("healthCheckNodePort") : null,
            spec.Text("sessionAffinity") == "ClientIP",
            int.TryParse(annotations.Text(ServiceAnnotations.IdleTimeout), CultureInfo.InvariantCulture, out var minutes) ? minutes : UsualIdleMinutes);
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(n => n?.ToString().Trim() ?? "")];
}

/// <param name="Protocol"><c>TCP</c>, <c>UDP</c> or <c>SCTP</c>.</param>
/// <param name="NodePort">0 where the nodes have none.</param>
internal sealed record ServicePort(string Protocol, int Port, int NodePort)
{
    /// <summary>Azure's word for the protocol.</summary>
    public string AzureProtocol => Protocol == "UDP" ? "Udp" : "Tcp";

    public static ServicePort Read(JsonNode? port) => new(port.Text("protocol") ?? "TCP", port.Number("port") ?? 0, port.Number("nodePort") ?? 0);
}
