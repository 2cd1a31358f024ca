using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>What a request and its answer are known by.</summary>
/// <param name="ClientRequestId">The client's, where it gave a plausible one; it is echoed and logged.</param>
internal sealed record GraphRequestIds(string RequestId, string ClientRequestId)
{
    private const int MostCharacters = 128;

    public static GraphRequestIds Of(HttpContext context)
    {
        var requestId = Guid.NewGuid().ToString();
        var sent = context.Request.Headers["client-request-id"].ToString();
        return new(requestId, sent.Length is > 0 and <= MostCharacters && sent.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? sent : requestId);
    }
}
