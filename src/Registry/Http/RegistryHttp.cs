using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Answers for <c>*.azurecr.io</c>: finds the registry and the route, lets the caller in, and answers.</summary>
public sealed partial class RegistryHttp
{
    private readonly IRegistries _registries;
    private readonly RouteTable _routes;
    private readonly Gate _gate;
    private readonly Dictionary<string, Func<HttpContext, RegistryFacts, Task<RegistryAnswer>>> _open;
    private readonly ILogger<RegistryHttp> _logger;

    internal RegistryHttp(IRegistries registries, RouteTable routes, Gate gate, ExchangeEndpoint exchange, TokenEndpoint token, ILogger<RegistryHttp> logger)
    {
        (_registries, _routes, _gate, _logger) = (registries, routes, gate, logger);
        _open = new(StringComparer.OrdinalIgnoreCase) { ["/oauth2/exchange"] = exchange.AnswerAsync, ["/oauth2/token"] = token.AnswerAsync };
    }

    public async Task HandleAsync(HttpContext context)
    {
        context.Response.Headers[RegistryHeaders.CorrelationId] = Guid.NewGuid().ToString();
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var answer = _registries.Find(context.Request.Host.Host) is { } registry
            ? await AnswerAsync(context, registry)
            : RegistryAnswer.Of(RegistryErrors.NoRegistry(context.Request.Host.Host));
        LogAnswered(_logger, context.Request.Method, context.Request.Host.Value, context.Request.Path, answer.Status);
        using var file = (answer as FileAnswer)?.File;
        await answer.WriteAsync(context);
    }

    private async Task<RegistryAnswer> AnswerAsync(HttpContext context, RegistryFacts registry)
    {
        var path = context.Request.Path.Value ?? "";
        if (_open.TryGetValue(path, out var open))
        {
            return await open(context, registry);
        }

        context.Response.Headers[RegistryHeaders.ApiVersion] = "registry/2.0";
        if (!_routes.Find(context.Request.Method, path).TryGet(out var match, out var error))
        {
            return RegistryAnswer.Of(error);
        }

        var entered = await _gate.EnterAsync(context, registry, match.Route.Rights(match.Repository));
        if (!entered.TryGet(out var credential, out error))
        {
            return RegistryAnswer.Of(error);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        return await match.Route.Handle(new(context, registry, credential, match.Repository, match.Reference));
    }

    [LoggerMessage(1, LogLevel.Debug, "{Method} {Host}{Path} was answered with {Status}")]
    private static partial void LogAnswered(ILogger logger, string method, string? host, string path, int status);
}
