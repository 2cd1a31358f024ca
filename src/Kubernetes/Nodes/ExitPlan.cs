using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// When and how a simulated pod's containers end by themselves. Nothing runs in them, so only pods of jobs end, with success after a second; annotations of the pod say
/// otherwise: <c>verditer.dev/exit-after</c> (seconds) and <c>verditer.dev/exit-code</c>.
/// </summary>
internal sealed record ExitPlan(TimeSpan After, int Code)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstBackOff = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromMinutes(5);

    /// <summary>Null for a pod that runs until it is deleted.</summary>
    public static ExitPlan? Of(JsonObject pod)
    {
        var after = Number(pod.Annotation("verditer.dev/exit-after"));
        var code = Number(pod.Annotation("verditer.dev/exit-code"));
        return after is null && code is null && pod.ControllerReference().Text("kind") != "Job"
            ? null
            : new(after is { } seconds ? TimeSpan.FromSeconds(seconds) : Moment, code ?? 0);
    }

    public bool Restarts(JsonObject pod) => pod.Text("spec", "restartPolicy") switch
    {
        "Never" => false,
        "OnFailure" => Code != 0,
        _ => true,
    };

    /// <param name="restarts">How often it was started again already.</param>
    public static TimeSpan BackOff(int restarts)
    {
        var backOff = FirstBackOff * Math.Pow(2, Math.Min(restarts, 10));
        return backOff < LongestBackOff ? backOff : LongestBackOff;
    }

    private static int? Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
