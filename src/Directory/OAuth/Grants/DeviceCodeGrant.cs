using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A device asks whether its user has approved.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code#authenticating-the-user, RFC 8628</remarks>
internal sealed class DeviceCodeGrant(
    string name, DirectoryIndex index, ClientAuthenticator clients, DeviceCodes codes, UserTokens tokens, TimeProvider time) : IGrant
{
    /// <summary>The name in RFC 8628, and the one that v1 clients use.</summary>
    public static readonly IReadOnlyList<string> Names = ["urn:ietf:params:oauth:grant-type:device_code", "device_code"];

    public string GrantType => name;

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if ((request.Parameters.Text("device_code") ?? request.Parameters.Text("code")) is not { } text)
        {
            return SignInErrors.MissingParameter("device_code");
        }

        var device = codes.Find(text, out var ended);
        if (FindRefusal(request, device, ended) is { } refusal)
        {
            return refusal;
        }

        var approved = device!.Approved!;
        var (client, refused) = await clients.IdentifyAsync(approved.Tenant, request, app => app.IsPublicClient(), cancellationToken);
        if (client is null)
        {
            return refused!;
        }

        var user = index.Users.Find(DirectoryIndex.Key(approved.Tenant.Id, approved.User.Id));
        return UserSessions.FindRefusal(approved.Tenant, user, approved.Authenticated, approved.User.Password?.KeyId) is { } over ? over
            : !device.TryRedeem() ? SignInErrors.CodeRedeemed()
            : tokens.Issue(
                request.SessionOf(approved.Tenant, user!, client, approved.Authenticated), device.Access, request.ByResource, request.Origin);
    }

    private OAuthError? FindRefusal(TokenRequest request, DeviceCode? device, bool ended) =>
        device is null ? SignInErrors.DeviceUnknown()
        : !device.ClientId.Equals(request.ClientId, StringComparison.OrdinalIgnoreCase) ? SignInErrors.DeviceUnknown()
        : device.Declined ? SignInErrors.DeviceDeclined()
        : ended ? SignInErrors.DeviceEnded()
        : device.Approved is not null ? null
        : device.AsksTooSoon(time.GetUtcNow(), DeviceCodes.Interval) ? SignInErrors.DeviceTooFast()
        : SignInErrors.DevicePending();
}
