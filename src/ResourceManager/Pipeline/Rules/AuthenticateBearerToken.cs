using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A valid token for Resource Manager's audience, or 401.</summary>
internal sealed class AuthenticateBearerToken(ITokenValidator tokens) : IRequestRule
{
    private static readonly ArmError Missing = new ArmError(401, "AuthenticationFailed",
        "Authentication failed. The 'Authorization' header is missing.")
        .WithHeader("WWW-Authenticate", "Bearer authorization_uri=\"https://login.microsoftonline.com/common\", error=\"invalid_token\", error_description=\"The authentication failed because of missing 'Authorization' header.\"")
        .Mend("Sign in first: verditer login");

    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Token is not { Length: > 0 } token)
        {
            return new(Missing);
        }

        var result = tokens.Validate(token, Audience.ResourceManager);
        if (result.TryGet(out var caller, out var error))
        {
            context.Caller = caller;
        }

        return new(error);
    }
}
