using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>What <c>$expand=instanceView</c> adds to a machine: it runs.</summary>
internal static class InstanceView
{
    public static ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context)
    {
        if (context.Request.Query.GetValueOrDefault("$expand")?.Contains("instanceView", StringComparison.OrdinalIgnoreCase) != true)
        {
            return resource.Bytes;
        }

        var body = resource.Body.Copy();
        body.Section("properties")["instanceView"] = new JsonObject
        {
            ["statuses"] = new JsonArray(
                Status("ProvisioningState/succeeded", "Provisioning succeeded"), Status("PowerState/running", "VM running")),
        };
        return Json.ToBytes(body);
    }

    private static JsonObject Status(string code, string text) => new() { ["code"] = code, ["level"] = "Info", ["displayStatus"] = text };
}
