namespace Verditer.Directory;

/// <summary>The two names under which a tenant issues tokens.</summary>
internal static class Issuers
{
    public static string V1(string tenantId) => $"https://sts.windows.net/{tenantId}/";

    public static string V2(string tenantId) => $"https://login.microsoftonline.com/{tenantId}/v2.0";

    public static string For(string tenantId, int version) => version == 1 ? V1(tenantId) : V2(tenantId);

    public static bool IsOf(string tenantId, string issuer) => issuer == V1(tenantId) || issuer == V2(tenantId);
}
