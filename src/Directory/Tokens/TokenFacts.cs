using Microsoft.IdentityModel.JsonWebTokens;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a refused token says of its bearer, for whoever explains the refusal. Only of tokens whose signature is good.</summary>
internal static class TokenFacts
{
    public static ArmError Of(JsonWebToken jwt, ArmError error) => Of(
        error, Text(jwt, "oid"), Text(jwt, "appid") ?? Text(jwt, "azp"), Text(jwt, "tid"), Text(jwt, "aud"), jwt.ValidFrom, jwt.ValidTo);

    public static ArmError Of(ValidatedToken token, ArmError error) => Of(
        error, token.Caller.ObjectId, token.Caller.AppId, token.Caller.TenantId, token.Audience, token.NotBefore, token.Caller.Expires);

    private static ArmError Of(
        ArmError error, string? objectId, string? clientId, string? tenantId, string? audience, DateTimeOffset starts, DateTimeOffset ends) => error
        .Because(RefusalFacts.TokenObjectId, objectId)
        .Because(RefusalFacts.TokenClientId, clientId)
        .Because(RefusalFacts.TokenTenantId, tenantId)
        .Because(RefusalFacts.TokenAudience, audience)
        .Because(RefusalFacts.TokenStarts, RefusalFacts.Time(starts))
        .Because(RefusalFacts.TokenEnds, RefusalFacts.Time(ends));

    private static string? Text(JsonWebToken jwt, string name) => jwt.TryGetPayloadValue<string>(name, out var value) ? value : null;
}
