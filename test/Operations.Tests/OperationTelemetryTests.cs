using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Verditer.Operations.Tests;

public sealed class OperationTelemetryTests
{
    [Fact]
    public async Task Operation_ThatRuns_HasASpanAndIsCounted()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == OperationTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var ends = new ConcurrentQueue<KeyValuePair<string, object?>[]>();
        using var meters = new MeterListener
        {
            InstrumentPublished = (instrument, own) =>
            {
                if (instrument.Name == "verditer.operations.ended")
                {
                    own.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>((_, _, tags, _) => ends.Enqueue(tags.ToArray()));
        meters.Start();
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done) { Kind = "measured" });

        var id = (await workshop.StartOperationAsync("measured")).Id;
        await workshop.Operations.WaitAsync(id);
        await workshop.StopAsync();
        await workshop.StartAsync();

        spans.ShouldContain(span => span.OperationName == "operation measured" && (string?)span.GetTagItem("verditer.operation.id") == id);
        ends.ShouldContain(tags => tags.Contains(new("kind", "measured")) && tags.Contains(new("status", "Succeeded")));
    }
}
