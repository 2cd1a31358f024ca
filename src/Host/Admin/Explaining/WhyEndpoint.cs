using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Explaining;

namespace Verditer.Host;

/// <summary>Explains a refusal or a failed sign-in: the one with this <c>id</c>, or the newest.</summary>
internal sealed class WhyEndpoint(WhyReports reports) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/why";

    public async Task HandleAsync(HttpContext context)
    {
        var id = context.Request.Query["id"].ToString() is { Length: > 0 } given ? given : null;
        await (await reports.FindAsync(id, context.RequestAborted) is { } report
            ? Answer.JsonAsync(context, report)
            : Answer.ErrorAsync(context, new ArmError(404, "NotFound", id is null
                ? "Nothing was refused yet."
                : $"There is no refusal and no failed sign-in with the id '{id}': it was none, or newer ones took its place. The newest: verditer why --last; all: verditer events --refusals")));
    }
}
