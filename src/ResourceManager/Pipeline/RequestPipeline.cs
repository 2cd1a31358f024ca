using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>Takes a request through the rules and carries it out. A write that was overtaken by another is looked at again from the start.</summary>
public sealed partial class RequestPipeline(IReadOnlyList<IRequestRule> rules, RequestExecutor executor, IRefusalLog refusals, ILogger<RequestPipeline> logger)
{
    private const int Attempts = 20;

    private static readonly ArmError Overtaken = new(409, "AnotherOperationInProgress",
        "The request could not be completed because other requests changed the resource at the same time. Retry the request.");

    private readonly WriteTurns _turns = new();

    public async ValueTask<ArmResponse> HandleAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        var context = new ArmContext(request);
        return await TryAsync(context, cancellationToken)
            ?? await _turns.RunAsync(context.Id, () => TryAgainAsync(request, cancellationToken), cancellationToken);
    }

    private async ValueTask<ArmResponse> TryAgainAsync(ArmRequest request, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            if (await TryAsync(new ArmContext(request), cancellationToken) is { } response)
            {
                return response;
            }
        }

        return ArmResponse.From(Overtaken);
    }

    /// <summary>The answer; null when another write came first.</summary>
    private async ValueTask<ArmResponse?> TryAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (await CheckAsync(context, cancellationToken) is { } error)
        {
            return Refuse(context, error);
        }

        var result = await executor.RunAsync(context, cancellationToken);
        return result.Error is { } failure ? Refuse(context, failure) : result.Value;
    }

    private async ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (await rules[i].CheckAsync(context, cancellationToken) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private ArmResponse Refuse(ArmContext context, ArmError error)
    {
        LogRefused(context.Request.Method, context.Request.Path, error.Status, error.Code, context.Request.RequestId);
        return ArmResponse.From(Explained(context, error));
    }

    /// <summary>What identity decided is kept, and the answer says how to have it explained.</summary>
    private ArmError Explained(ArmContext context, ArmError error)
    {
        if (error is { Status: not (401 or 403), Access: null, Facts: null })
        {
            return error;
        }

        var request = context.Request;
        var explain = refusals.Add(new(
            request.RequestId, request.CorrelationId ?? request.RequestId, RefusalSurface.ResourceManager, request.Method, request.Path, error.Status, error.Code, error.Message)
        { Caller = context.Caller, Access = error.Access, Facts = error.Facts });
        return explain is null ? error : error.With("Why", explain);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Method} {Path} refused: {Status} {Code} (request {RequestId})")]
    private partial void LogRefused(string method, string path, int status, string code, string requestId);
}
