using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>The part of a report that says which sign-in failed, and with what.</summary>
internal static class SignInReport
{
    public static JsonObject Write(SignIn signIn) => new()
    {
        ["kind"] = "signIn",
        ["id"] = signIn.Id,
        ["correlationId"] = signIn.CorrelationId,
        ["time"] = RefusalFacts.Time(signIn.Time),
        ["hostTime"] = signIn.HostTime is { } hostTime ? RefusalFacts.Time(hostTime) : null,
        ["surface"] = "signIn",
        ["request"] = new JsonObject
        {
            ["grant"] = signIn.Grant,
            ["credential"] = signIn.CredentialType,
            ["credentialKeyId"] = signIn.CredentialKeyId,
            ["clientId"] = signIn.ClientId,
            ["user"] = signIn.UserPrincipalName,
            ["tenantId"] = signIn.TenantId,
            ["resource"] = signIn.Resource,
            ["ipAddress"] = signIn.IpAddress,
        },
        ["answer"] = new JsonObject { ["code"] = $"AADSTS{signIn.ErrorCode}", ["message"] = signIn.FailureReason },
        ["facts"] = FactsReport.Write(signIn.Facts),
    };
}
