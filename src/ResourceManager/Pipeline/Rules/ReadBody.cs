using System.Text.Json;
using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>A body that must be JSON is a JSON object.</summary>
internal sealed class ReadBody : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Request.Body.IsEmpty)
        {
            return new(context.IsWrite
                ? new ArmError(400, "InvalidRequestContent", "The request content was invalid and could not be deserialized: 'the body is empty'.")
                : null);
        }

        if (!context.IsWrite && context.Request.Method != "POST")
        {
            return new((ArmError?)null);
        }

        try
        {
            context.Body = Json.ParseObject(context.Request.Body.Span);
            return new((ArmError?)null);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return new(new ArmError(400, "InvalidRequestContent",
                $"The request content was invalid and could not be deserialized: '{problem.Message}'."));
        }
    }
}
