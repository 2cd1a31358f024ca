using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Resource Manager's answer to a request that it took.</summary>
/// <param name="Operation">Where the operation that was started can be followed; null when all is done.</param>
/// <param name="RetryAfter">How long to wait before looking at it again.</param>
internal sealed record ArmAnswer(int Status, JsonObject? Body, Uri? Operation, TimeSpan RetryAfter)
{
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(1);

    public static ArmAnswer Read(HttpResponseMessage response, byte[] bytes)
    {
        var operation = response.Headers.TryGetValues("Azure-AsyncOperation", out var values) && Uri.TryCreate(values.First(), UriKind.Absolute, out var uri) ? uri : null;
        var pause = RetryAfterOf(response);
        return new((int)response.StatusCode, bytes.Length == 0 ? null : Json.ParseObject(bytes), operation, pause == TimeSpan.Zero ? UsualPause : pause);
    }

    public static TimeSpan RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero;
}
