using Verditer.Core;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <summary>The body fits the type at the api-version that the client named.</summary>
internal sealed class ValidateBody(ResourceTypeRegistry types) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!context.IsWrite || types.Version(context.Target.Type, context.ApiVersion) is not { } version)
        {
            return new((ArmError?)null);
        }

        var mode = context.IsMerge ? ValidationMode.Patch : ValidationMode.Put;
        var problems = BodyValidator.Validate(version.BodyFor(context.Id.Name), context.Body, mode);
        if (problems.Count == 0)
        {
            return new((ArmError?)null);
        }

        if (context.Body["location"] is null && problems.Any(p => p.JsonPath == "location"))
        {
            return new(CheckLocationAndTags.LocationRequired);
        }

        var first = problems[0];
        var error = new ArmError(400, "InvalidRequestContent",
            $"The request content was invalid: the value at '{first.JsonPath}' does not fit '{context.Target.Type}' at api-version '{context.ApiVersion}'. {first.Message}", first.JsonPath);
        return new(problems.Skip(1).Take(20).Aggregate(error, (e, p) => e.With("InvalidRequestContent", p.Message, p.JsonPath)));
    }
}
