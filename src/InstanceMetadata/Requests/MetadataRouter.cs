using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Gives a request that keeps the rules to the endpoint of its path.</summary>
internal sealed partial class MetadataRouter(
    IEnumerable<IMetadataEndpoint> endpoints, IEnumerable<IIdentityProtocol> protocols, MachineLimits limits, IRefusalLog refusals, ILogger<MetadataRouter> logger)
{
    private const string Root = "/metadata/";

    private readonly List<IMetadataEndpoint> _endpoints = [.. endpoints];
    private readonly List<IIdentityProtocol> _protocols = [.. protocols];

    public async Task HandleAsync(HttpContext context)
    {
        var listener = context.Features.Get<OpenListener>()!;
        try
        {
            var answer = await AnswerAsync(context, listener);
            LogAnswered(logger, listener.Machine.Name, context.Request.Method, context.Request.Path, answer.Status);
            Identify(context, answer);
            await answer.WriteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Abort();
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            LogFailed(logger, e, listener.Machine.Name, context.Request.Method, context.Request.Path);
            await MetadataErrors.Unexpected.WriteAsync(context);
        }
    }

    /// <summary>Every answer has an id; a refusal that identities decided is kept under it.</summary>
    private void Identify(HttpContext context, MetadataAnswer answer)
    {
        var id = Guid.NewGuid().ToString();
        context.Response.Headers["x-ms-request-id"] = id;
        if (answer.Refusal is { } refusal)
        {
            refusals.Add(new(
                id, id, RefusalSurface.InstanceMetadata, context.Request.Method, context.Request.Path.Value ?? "/", answer.Status, refusal.Error, refusal.Description)
            { Facts = refusal.Facts });
        }
    }

    private ValueTask<MetadataAnswer> AnswerAsync(HttpContext context, OpenListener listener)
    {
        var request = context.Request;
        var whole = request.Path.Value ?? "";
        if (_protocols.Find(p => p.Path.Equals(whole.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)) is { } protocol)
        {
            return RequestRules.OfEveryProtocol(request, whole) is { } refused ? new(refused) : protocol.AnswerAsync(context, listener);
        }

        var path = whole.StartsWith(Root, StringComparison.OrdinalIgnoreCase) ? whole[Root.Length..].Trim('/') : "";
        var endpoint = Find(path, listener.Machine.Compute is not null);
        foreach (var rule in RequestRules.InOrder)
        {
            if (rule(request, path, endpoint) is { } refusal)
            {
                return new(refusal);
            }
        }

        if (!endpoint!.LimitsItself && limits.Refuse(listener) is { } throttled)
        {
            return new(throttled);
        }

        var filter = path[endpoint.Path.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        return endpoint.AnswerAsync(new(listener, filter, request.Query["api-version"].ToString(), request.Query, context.RequestAborted));
    }

    private IMetadataEndpoint? Find(string path, bool isInstance) =>
        _endpoints.Find(e => (isInstance || !e.NeedsInstance) && Matches(e, path));

    private static bool Matches(IMetadataEndpoint endpoint, string path) =>
        path.Equals(endpoint.Path, StringComparison.OrdinalIgnoreCase)
        || (endpoint.TakesFilter && path.StartsWith(endpoint.Path + "/", StringComparison.OrdinalIgnoreCase));

    [LoggerMessage(1, LogLevel.Debug, "{Machine}: {Method} {Path} was answered with {Status}")]
    private static partial void LogAnswered(ILogger logger, string machine, string method, string path, int status);

    [LoggerMessage(2, LogLevel.Error, "{Machine}: {Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string machine, string method, string path);
}
