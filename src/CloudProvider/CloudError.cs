namespace Verditer.CloudProvider;

/// <summary>Why Azure or the cluster did not do what it was asked, in the words that the event on the Service bears.</summary>
/// <param name="Status">HTTP status; 0 when there was no answer.</param>
/// <remarks>Source of the form: https://learn.microsoft.com/troubleshoot/azure/azure-kubernetes/connectivity/failed-to-sync-load-balancer</remarks>
internal sealed record CloudError(int Status, string Text)
{
    /// <summary>Another client wrote the resource after it was read.</summary>
    public bool IsConflict => Status is 412 or 409;

    /// <summary>Resource Manager's refusal, its body as it came.</summary>
    public static CloudError Refused(int status, string body, TimeSpan retryAfter)
    {
        var retriable = status is 429 or >= 500 ? "true" : "false";
        return new(status, $"Retriable: {retriable}, RetryAfter: {(long)retryAfter.TotalSeconds}s, HTTPStatusCode: {status}, RawError: {body}");
    }

    /// <summary>There is no token for the request: Entra ID or the metadata service refused to give one.</summary>
    public static CloudError NoToken(Uri request, int status, string body) => new(status,
        $"Retriable: false, RetryAfter: 0s, HTTPStatusCode: {status}, RawError: azure.BearerAuthorizer#WithAuthorization: Failed to refresh the Token for request to {request.GetLeftPart(UriPartial.Path)}: StatusCode={status} -- Original Error: adal: Refresh request failed. Status Code = '{status}'. Response body: {body}");

    /// <summary>Nobody answered.</summary>
    public static CloudError Unreachable(Uri request, Exception exception) => new(0,
        $"Retriable: true, RetryAfter: 0s, HTTPStatusCode: 0, RawError: {request.GetLeftPart(UriPartial.Path)}: {exception.Message}");

    public static CloudError Of(string text) => new(0, text);
}
