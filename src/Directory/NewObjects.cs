using Verditer.Core;

namespace Verditer.Directory;

/// <summary>New directory objects with fresh ids.</summary>
internal static class NewObjects
{
    public static string Id() => Guid.NewGuid().ToString();

    public static ApplicationRecord Application(string tenantId, string displayName, DateTimeOffset now) =>
        new(tenantId, Id(), Id(), displayName, now);

    public static ServicePrincipalRecord Of(ApplicationRecord app, DateTimeOffset now) =>
        new(app.TenantId, Id(), app.AppId, app.DisplayName, ServicePrincipalRecord.ApplicationType, now) { Names = [app.AppId, .. app.IdentifierUris] };

    /// <summary>The service principal of one of Azure's own APIs, under the names that tokens are asked for by.</summary>
    public static ServicePrincipalRecord Of(ProtectedResource api, string tenantId, DateTimeOffset now) =>
        FirstParty(tenantId, api.AppId, api.Name, now) with { Names = [api.AppId, .. api.Uris] };

    public static ServicePrincipalRecord FirstParty(string tenantId, string appId, string displayName, DateTimeOffset now) =>
        new(tenantId, Id(), appId, displayName, ServicePrincipalRecord.ApplicationType, now) { Names = [appId], FirstParty = true };

    public static ServicePrincipalRecord Identity(string tenantId, string resourceId, ManagedIdentityKind kind, DateTimeOffset now)
    {
        var appId = Id();
        return new(tenantId, Id(), appId, resourceId[(resourceId.LastIndexOf('/') + 1)..], ServicePrincipalRecord.ManagedIdentityType, now)
        {
            Names = [appId],
            AlternativeNames = [kind == ManagedIdentityKind.UserAssigned ? "isExplicit=True" : "isExplicit=False", resourceId],
            ResourceId = resourceId,
        };
    }
}
