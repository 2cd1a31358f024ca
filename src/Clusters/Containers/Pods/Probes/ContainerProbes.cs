using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>The probes of one run of a container: startup, then readiness and liveness beside each other.</summary>
internal sealed class ContainerProbes : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly bool _hasStartup;
    private readonly bool _hasReadiness;
    private readonly Action _changed;
    private volatile bool _startedUp;
    private volatile bool _isReady;
    private volatile string? _lethal;

    /// <param name="before">What was said of this run before this process began; null for nothing. It is believed until a probe says otherwise.</param>
    /// <param name="say">Records what a failed probe said, for an event.</param>
    /// <param name="changed">Called when one of the answers below has changed.</param>
    public ContainerProbes(JsonObject container, JsonObject? before, ProbeCheck check, TimeProvider hostTime, Action<string> say, Action changed)
    {
        _changed = changed;
        (_startedUp, _isReady) = (before.Flag("started") == true, before.Flag("ready") == true);
        (_hasStartup, _hasReadiness) = (container["startupProbe"] is JsonObject, container["readinessProbe"] is JsonObject);
        Start("startupProbe", () => !_startedUp && _lethal is null, (result, counts) =>
        {
            _startedUp = result.Succeeded && counts;
            _lethal = result.Succeeded || !counts ? _lethal : "startup probe";
        });
        Start("readinessProbe", () => HasStarted, (result, counts) => _isReady = counts ? result.Succeeded : _isReady);
        Start("livenessProbe", () => HasStarted && _lethal is null, (result, counts) => _lethal = result.Succeeded || !counts ? _lethal : "liveness probe");

        void Start(string name, Func<bool> isWanted, Action<ProbeResult, bool> apply)
        {
            if (ProbeSettings.Of(container, name) is not { } settings)
            {
                return;
            }

            var title = $"{char.ToUpperInvariant(name[0])}{name[1..^"Probe".Length]}";
            var worker = new ProbeWorker(settings, check, hostTime, isWanted, (result, counts) =>
            {
                var before = (HasStarted, IsReady, Lethal);
                apply(result, counts);
                if (!result.Succeeded)
                {
                    say($"{title} probe failed: {result.Output}");
                }

                if (before != (HasStarted, IsReady, Lethal))
                {
                    _changed();
                }
            });
            _ = Task.Run(() => worker.RunAsync(_stop.Token));
        }
    }

    public bool HasStarted => !_hasStartup || _startedUp;

    public bool IsReady => HasStarted && (!_hasReadiness || _isReady);

    /// <summary>Which probe has found that the container must be started anew; null for none.</summary>
    public string? Lethal => _lethal;

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
