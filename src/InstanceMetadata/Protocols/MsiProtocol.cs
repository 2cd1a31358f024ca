using Microsoft.AspNetCore.Http;

namespace Verditer.InstanceMetadata;

/// <summary>What <c>MSI_ENDPOINT</c> alone leads to: the form that older clients post, in Cloud Shell and to the machine extension of old.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/cloud-shell/msi-authorization, and msrestazure's client.</remarks>
internal sealed class MsiProtocol(TokenEndpoint endpoint, MachineLimits limits) : IIdentityProtocol
{
    public string Path => "/oauth2/token";

    public async ValueTask<MetadataAnswer> AnswerAsync(HttpContext context, OpenListener listener)
    {
        var request = context.Request;
        if (!request.Headers["Metadata"].ToString().Equals("true", StringComparison.OrdinalIgnoreCase))
        {
            return MetadataErrors.BadRequest(endpoint.Path, MetadataErrors.MissingHeader);
        }

        if (!HttpMethods.IsPost(request.Method) || !request.HasFormContentType)
        {
            return MetadataErrors.MethodNotAllowed;
        }

        if (limits.RefuseToken(listener) is { } refusal)
        {
            return refusal;
        }

        IFormCollection form;
        try
        {
            form = await request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return MetadataErrors.BadRequest(endpoint.Path, MetadataErrors.MissingResource);
        }

        var (body, refused) = await endpoint.AnswerAsync(listener, name => form[name].ToString() is { Length: > 0 } value ? value : null, context.RequestAborted);
        if (body is null)
        {
            return refused!;
        }

        body["refresh_token"] = "";
        return MetadataAnswer.Json(body);
    }
}
