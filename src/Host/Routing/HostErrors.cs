using Verditer.Core;

namespace Verditer.Host;

/// <summary>What the host refuses before any part sees the request.</summary>
internal static class HostErrors
{
    private const string NothingReal = "Nothing was sent to the real Azure.";

    public static ArmError Unserved(string host) => new(501, "HostNotServed",
        $"Verditer does not serve the Azure host '{host}'. {NothingReal}", host);

    public static ArmError Refused(string host) => new(403, "HostRefused",
        $"Verditer does not reach the host '{host}'. To let this proxy tunnel to it, start with: verditer up --allow-host {host}", host);

    public static ArmError PlainProxy(string host) => new(403, "HostRefused",
        $"Verditer tunnels to the allowed host '{host}' over https only. Ask for it by https, or name it in NO_PROXY.", host);

    public static ArmError RetiredGraph(string host) => new(410, "HostRetired",
        $"'{host}' is Azure AD Graph, which Azure has retired. Use Microsoft Graph: https://graph.microsoft.com", host);

    public static ArmError ClusterApi(string host) => new(501, "HostNotServed",
        $"Verditer does not serve a cluster's API by the name '{host}' yet. The kubeconfig of `az aks get-credentials` names the address that answers. {NothingReal}", host);

    public static ArmError NotFound(string host, string path) => new(404, "NotFound", $"Verditer serves nothing at '{path}' on '{host}'.", path);

    public static readonly ArmError TooLarge = new(413, "RequestEntityTooLarge", "The request content is larger than Verditer takes.");

    public static readonly ArmError Unexpected = ArmErrors.Internal(
        "Verditer met an unexpected error; its log says more, under this answer's x-ms-request-id.");
}
