using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Gives a device its code and tells it what to show.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code</remarks>
internal sealed class DeviceCodeEndpoint(DirectoryIndex index, DeviceCodes codes, TimeProvider time)
{
    public RequestDelegate Handle(bool v1) => context => AnswerAsync(context, v1);

    private async Task AnswerAsync(HttpContext context, bool v1)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await OAuthResponse.WriteErrorAsync(context, SignInErrors.PostOnly(context.Request.Method), time.GetUtcNow());
            return;
        }

        var tenantName = (string)context.Request.RouteValues["tenant"]!;
        var form = await FormFields.ReadAsync(context.Request);
        var byResource = v1 && (form.Find("resource") is not null || !tenantName.Equals(SignInTenant.Adfs, StringComparison.OrdinalIgnoreCase));
        await (Read(tenantName, form, byResource, out var refusal) is { } created
            ? OAuthResponse.WriteAsync(context, 200, Describe(context.Request, created.Code, created.Device, v1))
            : OAuthResponse.WriteErrorAsync(context, refusal!, time.GetUtcNow()));
    }

    private (string Code, DeviceCode Device)? Read(string tenantName, FormFields form, bool byResource, out OAuthError? refusal)
    {
        var tenant = SignInTenant.IsImplied(tenantName) ? null : index.FindTenant(tenantName);
        var clientId = form.Find("client_id");
        var name = clientId is null ? null : FirstPartyClient.Find(clientId)?.Name ?? FindApplication(tenant, clientId)?.DisplayName;
        refusal = SignInTenant.IsConsumers(tenantName) ? SignInErrors.NoConsumers(clientId ?? "")
            : tenant is null && !SignInTenant.IsImplied(tenantName) ? SignInTenant.Refuse(tenantName)
            : clientId is null ? SignInErrors.MissingParameter("client_id")
            : name is null ? SignInErrors.UnknownApplication(clientId, tenant ?? index.FirstTenant()!)
            : !byResource && form.Find("scope") is null ? SignInErrors.MissingParameter("scope")
            : null;
        if (refusal is not null)
        {
            return null;
        }

        var access = byResource ? RequestedAccess.OfResource(form.Find("resource")) : RequestedAccess.OfScopes(form.Find("scope")!, out refusal);
        return access is null ? null : codes.Create(clientId!, name!, tenant, access);
    }

    private ApplicationRecord? FindApplication(TenantRecord? tenant, string clientId) =>
        index.ApplicationsByAppId.Find(tenant is null ? clientId : DirectoryIndex.Key(tenant.Id, clientId));

    private static JsonObject Describe(HttpRequest request, string code, DeviceCode device, bool v1)
    {
        var address = $"{SignInAddress.Base(request)}/device";
        var (lifetime, interval) = ((int)DeviceCodes.Lifetime.TotalSeconds, (int)DeviceCodes.Interval.TotalSeconds);
        return new()
        {
            ["user_code"] = device.UserCode,
            ["device_code"] = code,
            [v1 ? "verification_url" : "verification_uri"] = address,
            ["expires_in"] = v1 ? lifetime.ToString(CultureInfo.InvariantCulture) : lifetime,
            ["interval"] = v1 ? interval.ToString(CultureInfo.InvariantCulture) : interval,
            ["message"] = $"To sign in, use a web browser to open the page {address} and enter the code {device.UserCode} to authenticate.",
        };
    }
}
