using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The token endpoints: v1 takes <c>resource</c>, v2 takes <c>scope</c>, the ADFS-shaped one takes either. The grant decides the rest.</summary>
internal sealed class TokenEndpoint(DirectoryIndex index, IEnumerable<IGrant> grants, ISignInFaults faults, SignInLog signIns, TimeProvider time)
{
    private readonly Dictionary<string, IGrant> _grants = grants.ToDictionary(grant => grant.GrantType, StringComparer.Ordinal);

    public Task V1Async(HttpContext context) => AnswerAsync(context, v1: true);

    public Task V2Async(HttpContext context) => AnswerAsync(context, v1: false);

    private Task AnswerAsync(HttpContext context, bool v1) => HttpMethods.IsPost(context.Request.Method)
        ? AnswerPostAsync(context, v1)
        : OAuthResponse.WriteErrorAsync(context, SignInErrors.PostOnly(context.Request.Method), time.GetUtcNow());

    private async Task AnswerPostAsync(HttpContext context, bool v1)
    {
        var parameters = await ReadAsync(context.Request);
        var attempt = SignInAttempt.Of(context, parameters?.GrantType);
        var capabilities = parameters?.ReadCapabilities();
        var request = Read(context, parameters ?? TokenParameters.None, v1, capabilities ?? [], attempt);
        var answer = parameters is null ? SignInErrors.Malformed()
            : FindRefusal(request, capabilities is not null) is { } refusal ? refusal
            : await _grants[parameters.GrantType!].AnswerAsync(request, context.RequestAborted);
        if (answer.Error is not { Number: SignInErrors.Pending })
        {
            signIns.Add(attempt.Close(answer.Error, time));
        }

        await (answer.Error is { } error
            ? OAuthResponse.WriteErrorAsync(context, error, time.GetUtcNow(), attempt)
            : OAuthResponse.WriteTokenAsync(context, answer, request.ByResource, time.GetUtcNow(), attempt));
    }

    private TokenRequest Read(HttpContext context, TokenParameters parameters, bool v1, IReadOnlyList<string> capabilities, SignInAttempt attempt)
    {
        var tenantName = (string)context.Request.RouteValues["tenant"]!;
        var tenant = SignInTenant.Find(index, tenantName, parameters.ClientId ?? "");
        var byResource = v1 && (parameters.Resource is not null || !tenantName.Equals(SignInTenant.Adfs, StringComparison.OrdinalIgnoreCase));
        (attempt.TenantId, attempt.ClientId) = (tenant?.Id, parameters.ClientId);
        attempt.Resource = byResource ? parameters.Resource : parameters.Scope;
        return new(
            parameters, tenantName, tenant, byResource, SignInAddress.Origin(context.Request), context.Request.Host.Value, capabilities, attempt);
    }

    private OAuthError? FindRefusal(TokenRequest request, bool hasValidClaims) => request.Parameters switch
    {
        var parameters when faults.Find(request.Tenant?.Id, parameters.ClientId) is { } fault => Refuse(fault),
        _ when SignInTenant.IsConsumers(request.TenantName) => SignInErrors.NoConsumers(request.Parameters.ClientId ?? ""),
        _ when request.Tenant is null && !SignInTenant.IsImplied(request.TenantName) => SignInTenant.Refuse(request.TenantName),
        { GrantType: null } => SignInErrors.MissingParameter("grant_type"),
        { GrantType: { } grant } when !_grants.ContainsKey(grant) => SignInErrors.UnsupportedGrant(grant),
        { ClientId: null } => SignInErrors.MissingParameter("client_id"),
        _ when !hasValidClaims => SignInErrors.InvalidClaims(),
        _ => null,
    };

    private static OAuthError Refuse(SignInFault fault) => fault.Kind == SignInFaultKind.Throttled
        ? SignInErrors.TooManyRequests(fault.RetryAfter)
        : SignInErrors.Outage(fault.RetryAfter);

    private static async ValueTask<TokenParameters?> ReadAsync(HttpRequest request)
    {
        try
        {
            return await TokenParameters.ReadAsync(request);
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException && exception is not BadHttpRequestException)
        {
            return null;
        }
    }
}
