namespace Verditer.ResourceManager.Types;

/// <summary>Which of Resource Manager's own properties a type has, so that a generic handler knows what to keep and to fill.</summary>
/// <param name="IsTracked">True for a tracked resource: its location is required.</param>
/// <remarks>Source: https://github.com/Azure/azure-resource-manager-rpc/blob/master/v1.0/resource-api-reference.md#resource-properties</remarks>
public sealed record TopLevelProperties(
    bool Location,
    bool IsTracked,
    bool Tags,
    bool Properties,
    bool Identity,
    bool Sku,
    bool Kind,
    bool Plan,
    bool Zones,
    bool ExtendedLocation,
    bool ManagedBy,
    bool ETag,
    bool SystemData)
{
    internal static TopLevelProperties Of(Shape body)
    {
        ObjectShape[] objects = body switch
        {
            ObjectShape one => [one],
            DiscriminatedShape several => [several.Common, .. several.Values.Select(several.For).OfType<ObjectShape>()],
            _ => [],
        };
        return new(
            Location: Has("location"),
            IsTracked: objects.Any(shape => shape.Find("location") is { IsRequired: true, IsReadOnly: false }),
            Tags: Has("tags"),
            Properties: Has("properties"),
            Identity: Has("identity"),
            Sku: Has("sku"),
            Kind: Has("kind"),
            Plan: Has("plan"),
            Zones: Has("zones"),
            ExtendedLocation: Has("extendedLocation"),
            ManagedBy: Has("managedBy"),
            ETag: Has("etag"),
            SystemData: Has("systemData"));

        bool Has(string name) => objects.Any(shape => shape.Find(name) is not null);
    }
}
