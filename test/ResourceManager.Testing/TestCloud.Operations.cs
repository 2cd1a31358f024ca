using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager.Testing;

public sealed partial class TestCloud
{
    private const string Operations = "operations";

    /// <summary>Lets Verditer's clock pass by so much.</summary>
    public void Advance(TimeSpan time) => Clock.Offset += time;

    /// <summary>Carries out all operations to their end; the clock is moved from one due time to the next.</summary>
    /// <param name="longest">What may pass by Verditer's clock; a day by default.</param>
    public async Task RunOperationsAsync(TimeSpan? longest = null)
    {
        var end = Clock.GetUtcNow() + (longest ?? TimeSpan.FromDays(1));
        while (await StepAsync())
        {
            if (Clock.GetUtcNow() > end)
            {
                throw new TimeoutException("Operations that do not end: " + string.Join("; ", (await RunningAsync()).Select(o => o.ToJsonString())));
            }
        }
    }

    /// <summary>Moves the clock to when the next piece of work is due, and waits until one is done.</summary>
    /// <returns>False when nothing is left to do.</returns>
    public async Task<bool> StepAsync()
    {
        var changed = new SemaphoreSlim(0);
        using var subscription = Store.Subscribe(changes =>
        {
            if (changes.Any(c => c.Collection == Operations))
            {
                changed.Release();
            }
        });
        var running = await RunningAsync();
        if (running.Count == 0)
        {
            return false;
        }

        var due = running.Min(o => DateTimeOffset.Parse(o.Text("dueAt")!, CultureInfo.InvariantCulture));
        if (due - Clock.GetUtcNow() is { Ticks: > 0 } wait)
        {
            Advance(wait);
        }

        await changed.WaitAsync(TestContext.Current.CancellationToken);
        return true;
    }

    /// <summary>The records of the operations that have not ended.</summary>
    public async Task<IReadOnlyList<JsonObject>> RunningAsync()
    {
        var page = await Store.ListAsync(Operations);
        return [.. page.Documents.Select(d => Json.ParseObject(d.Body.Span)).Where(o => o.Text("status") == "InProgress")];
    }
}
