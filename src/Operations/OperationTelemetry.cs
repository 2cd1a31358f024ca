using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Verditer.Operations;

/// <summary>Spans and figures of the operations, under the name <see cref="Name"/>.</summary>
public static class OperationTelemetry
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Verditer.Operations";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Ends =
        Meter.CreateCounter<long>("verditer.operations.ended", "{operation}", "Operations that have ended, by kind and status");

    private static readonly Counter<long> Conflicts =
        Meter.CreateCounter<long>("verditer.operations.conflicts", "{conflict}", "Pieces of work that were run again because of a conflict");

    private static readonly Counter<long> Faults =
        Meter.CreateCounter<long>("verditer.operations.faults", "{exception}", "Pieces of work that threw an exception");

    private static readonly Histogram<double> Duration =
        Meter.CreateHistogram<double>("verditer.operations.duration", "s", "From start to end, by Verditer's clock");

    internal static OperationSpan Begin(OperationRecord record)
    {
        var activity = Source.StartActivity("operation " + record.Kind);
        activity?.SetTag("verditer.operation.id", record.Id);
        activity?.SetTag("verditer.operation.kind", record.Kind);
        activity?.SetTag("azure.resource.id", record.ResourceId);
        return new(activity, record.Kind);
    }

    internal static void CountEnd(OperationRecord record)
    {
        var tags = new TagList { { "kind", record.Kind }, { "status", record.Status.ToString() } };
        Ends.Add(1, tags);
        // A clock that was moved back meanwhile would make it negative.
        Duration.Record(Math.Max(0, (record.EndTime!.Value - record.StartTime).TotalSeconds), tags);
    }

    internal static void CountConflict(OperationRecord record) => Conflicts.Add(1, new TagList { { "kind", record.Kind } });

    /// <summary>The span of one piece of work.</summary>
    internal readonly struct OperationSpan(Activity? activity, string kind) : IDisposable
    {
        public void Fault(Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Faults.Add(1, new TagList { { "kind", kind } });
        }

        public void Dispose() => activity?.Dispose();
    }
}
