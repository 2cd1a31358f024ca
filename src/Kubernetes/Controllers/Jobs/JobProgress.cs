using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A job and its pods, counted.</summary>
internal sealed record JobProgress(JsonObject Job, List<JsonObject> Pods)
{
    public List<JsonObject> Active { get; } = Pods.FindAll(PodFacts.IsActive);

    public int Failed { get; } = Pods.Count(pod => pod.Phase() == "Failed");

    public bool IsIndexed => Job.Text("spec", "completionMode") == "Indexed";

    public bool IsSuspended => Job.Flag("spec", "suspend") == true;

    public int Parallelism => Job.Number("spec", "parallelism") ?? 1;

    /// <summary>Null for a work queue: the first success ends it.</summary>
    public int? Completions => Job.Number("spec", "completions") ?? (Job.At("spec", "parallelism") is null ? 1 : null);

    public int Succeeded => IsIndexed ? CompletedIndexes.Count : Pods.Count(pod => pod.Phase() == "Succeeded");

    public SortedSet<int> CompletedIndexes => [.. Pods.Where(pod => pod.Phase() == "Succeeded").Select(JobPods.Index).OfType<int>().Where(index => index < Completions)];

    /// <summary>Indexes without a pod that runs or has succeeded.</summary>
    public IEnumerable<int> MissingIndexes
    {
        get
        {
            var taken = Active.Select(JobPods.Index).OfType<int>().Concat(CompletedIndexes).ToHashSet();
            return Enumerable.Range(0, Completions ?? 0).Where(index => !taken.Contains(index));
        }
    }

    /// <summary>How many pods should run now.</summary>
    public int Wanted => Completions is { } completions
        ? Math.Max(0, Math.Min(Parallelism, completions - Succeeded))
        : Succeeded > 0 ? Active.Count : Parallelism;

    public DateTimeOffset? StartedAt => Timestamps.Parse(Job.Text("status", "startTime"));

    public DateTimeOffset? Deadline =>
        StartedAt is { } started && Job.At("spec", "activeDeadlineSeconds").Long() is { } seconds ? started + TimeSpan.FromSeconds(seconds) : null;

    public DateTimeOffset? LastFailure => Pods.Where(pod => pod.Phase() == "Failed").Select(FinishedAt).Max();

    public static JobProgress Read(Turn turn, JsonObject job) =>
        new(job, [.. turn.Api.List(Kinds.Pods, job.Namespace()).Where(pod => pod.IsControlledBy(job))]);

    public static bool HasFinished(JsonObject job) => job.HasCondition("Complete") || job.HasCondition("Failed");

    /// <summary>The completed indexes as Kubernetes writes them: <c>0-2,5</c>.</summary>
    public static string Ranges(SortedSet<int> indexes)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var index in indexes)
        {
            if (ranges.Count > 0 && ranges[^1].Last == index - 1)
            {
                ranges[^1] = (ranges[^1].First, index);
            }
            else
            {
                ranges.Add((index, index));
            }
        }

        return string.Join(',', ranges.Select(range => range.Last == range.First
            ? range.First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{range.First}{(range.Last == range.First + 1 ? ',' : '-')}{range.Last}")));
    }

    private static DateTimeOffset? FinishedAt(JsonObject pod) => pod.Items("status", "containerStatuses")
        .Select(status => Timestamps.Parse(status.Text("state", "terminated", "finishedAt")))
        .Max();
}
