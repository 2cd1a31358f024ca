using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The path names an endpoint or a resource type that is served, and the method fits it.</summary>
internal sealed class RequireKnownPath(PathResolver paths, ResourceTypeRegistry types) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var resolved = paths.Resolve(context.Request.Method, context.Request.Path);
        if (!resolved.TryGet(out var path, out var error))
        {
            return new(error);
        }

        context.Target = path.Target;
        context.Endpoint = path.Endpoint;
        context.Handler = path.Handler;
        return new(path.Endpoint is null ? CheckMethod(context) : null);
    }

    private ArmError? CheckMethod(ArmContext context)
    {
        var (kind, method) = (context.Target.Kind, context.Request.Method);
        var fits = kind switch
        {
            ArmTargetKind.Collection => method is "GET",
            ArmTargetKind.Action => method is "POST" && context.Handler!.Actions.Any(a => Is(a.Name, context.Target.Action)),
            _ => method is "GET" or "PUT" or "PATCH" or "DELETE" or "HEAD",
        };
        if (fits)
        {
            return types.RefusalFor(context.Target.Type);
        }

        return kind == ArmTargetKind.Action
            ? new ArmError(404, "InvalidResourceType",
                $"The action '{context.Target.Action}' is not served for the resource type '{context.Target.Type}'.")
                .Mend("docs/coverage.md lists what is served.")
            : new ArmError(405, "MethodNotAllowed", $"The HTTP method '{method}' is not supported at '{context.Request.Path}'.");
    }

    private static bool Is(string name, string? other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
}
