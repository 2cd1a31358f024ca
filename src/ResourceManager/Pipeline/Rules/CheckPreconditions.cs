using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>If-Match and If-None-Match against the stored resource's ETag.</summary>
internal sealed class CheckPreconditions : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!context.IsWrite && !context.IsDelete)
        {
            return new((ArmError?)null);
        }

        var (ifMatch, ifNoneMatch) = (context.Request.IfMatch, context.Request.IfNoneMatch);
        var etag = context.Existing is { } existing ? ETags.Of(existing) : null;
        var failed = (ifMatch is not null && !ETags.Matches(ifMatch, etag)) || (ifNoneMatch is not null && ETags.Matches(ifNoneMatch, etag));
        return new(failed
            ? new ArmError(412, "PreconditionFailed",
                $"Precondition failed. The ETag of '{context.Id.Name}' is '{etag ?? "(the resource does not exist)"}'; the request asked for {(ifMatch is not null ? $"If-Match '{ifMatch}'" : $"If-None-Match '{ifNoneMatch}'")}.")
            : null);
    }
}
