using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Host;

/// <summary>Lists the keys that sign tokens, or signed tokens that may still count.</summary>
internal sealed class ListSigningKeys(IDirectoryAdministration directory) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/keys";

    public Task HandleAsync(HttpContext context) => Answer.JsonAsync(context, Describe(directory));

    public static JsonObject Describe(IDirectoryAdministration directory) => new()
    {
        ["keys"] = new JsonArray([.. directory.ListTenants().SelectMany(tenant => directory.ListKeys(tenant.Id)).Select(Describe)]),
    };

    private static JsonObject Describe(TenantKey key) => new()
    {
        ["tenant"] = key.TenantId,
        ["kid"] = key.Kid,
        ["created"] = key.Created.ToString("O", CultureInfo.InvariantCulture),
        ["signs"] = key.Retired is null,
        ["retired"] = key.Retired?.ToString("O", CultureInfo.InvariantCulture),
        ["gone"] = key.Gone?.ToString("O", CultureInfo.InvariantCulture),
    };
}

/// <summary>Makes a new signing key for a tenant (<c>tenant</c>, by default the first one). Tokens that the old one signed stay good until they end.</summary>
internal sealed class RotateSigningKey(IDirectoryAdministration directory) : IAdminEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "/keys/rotate";

    public async Task HandleAsync(HttpContext context)
    {
        var wanted = (await AdminRequest.ReadAsync(context)).Text("tenant");
        var tenants = directory.ListTenants();
        if ((wanted is null ? tenants[0] : tenants.FirstOrDefault(one => IsNamed(one, wanted))) is not { } tenant)
        {
            await Answer.ErrorAsync(context, ArmErrors.InvalidParameter(
                $"There is no tenant '{wanted}'. There is: {string.Join(", ", tenants.Select(one => one.Id))}", "tenant"));
            return;
        }

        await directory.RotateKeyAsync(tenant.Id, context.RequestAborted);
        await Answer.JsonAsync(context, ListSigningKeys.Describe(directory));
    }

    private static bool IsNamed(TenantRecord tenant, string name) =>
        tenant.Id.Equals(name, StringComparison.OrdinalIgnoreCase) || tenant.Domain.Equals(name, StringComparison.OrdinalIgnoreCase);
}
