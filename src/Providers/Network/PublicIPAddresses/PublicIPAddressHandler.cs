using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Public IP addresses. A static one gets its address at once and keeps it; no two have the same.</summary>
internal sealed class PublicIPAddressHandler(ReferenceCheck references) : NetworkResourceHandler(NetworkTypes.PublicIPAddress, references)
{
    private readonly ReferenceCheck _references = references;

    public override int DeletionOrder => 30;

    public override IReadOnlyList<LinkedProperty> Links { get; } = [new("properties.publicIPPrefix.id", NetworkLinks.JoinPublicIPPrefix)];

    public override async ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken)
    {
        if (await _references.FindUserAsync(existing.Id, NetworkTypes.LoadBalancer, NetworkTypes.FrontendToPublicIP, cancellationToken) is { } user)
        {
            return new ArmError(400, "PublicIPAddressCannotBeDeleted",
                $"Public IP address {existing.Id.Text} can not be deleted since it is still allocated to resource {user.Text}. In order to delete the public IP, disassociate/detach the Public IP address from the resource.  To learn how to do this, see aka.ms/deletepublicip.");
        }

        return existing.Body.Text("properties", "ipAddress") is { } address
            ? new DeletePlan { Also = batch => AddressPool.Release(batch, address) }
            : DeletePlan.Now;
    }

    protected override ValueTask<ArmError?> PrepareAsync(WriteRequest request, WriteExtras extras, CancellationToken cancellationToken)
    {
        var properties = request.Properties;
        var isStandard = string.Equals(request.Body.Text("sku", "name"), "Standard", StringComparison.OrdinalIgnoreCase);
        request.Body["sku"] ??= new JsonObject { ["name"] = "Basic", ["tier"] = "Regional" };
        properties["publicIPAllocationMethod"] ??= isStandard ? "Static" : "Dynamic";
        properties["publicIPAddressVersion"] ??= "IPv4";
        properties["idleTimeoutInMinutes"] ??= 4;
        properties["ipTags"] ??= new JsonArray();
        if (isStandard && !string.Equals(properties.Text("publicIPAllocationMethod"), "Static", StringComparison.OrdinalIgnoreCase))
        {
            return new(new ArmError(400, "PublicIPAddressAllocationMethodInvalid",
                $"Standard sku publicIp {request.Id.Text} must have AllocationMethod set to Static."));
        }

        if (request.Existing?.Body.Text("properties", "ipAddress") is { } kept)
        {
            properties["ipAddress"] = kept;
        }
        else
        {
            var address = AddressPool.Pick();
            properties["ipAddress"] = address;
            extras.Also = batch => AddressPool.Take(batch, address, request.Id);
        }

        AddName(request);
        return new((ArmError?)null);
    }

    private static void AddName(WriteRequest request)
    {
        if (request.Properties["dnsSettings"] is JsonObject dns && dns.Text("domainNameLabel") is { Length: > 0 } label)
        {
            dns["fqdn"] = $"{label}.{request.Body.Text("location")}.cloudapp.azure.com";
        }
    }
}
