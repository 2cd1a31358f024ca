using System.Text.Json;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Explaining;

/// <summary>Refusals, with what the roles and the directory said at that time. In memory, and on disk a second later.</summary>
public sealed class RefusalLog(IDocumentStore store, IAccessExplainer explainer, IDirectory directory, TimeProvider time, ExplainingOptions options) : IRefusalLog, IDisposable
{
    private readonly ChunkedLog<Refusal> _log = new(
        store, "explaining.refusals", options.RefusalsKept, chunkLength: 64,
        entries => JsonSerializer.SerializeToUtf8Bytes(new RefusalChunk(entries), RefusalJson.Default.RefusalChunk),
        bytes => JsonSerializer.Deserialize(bytes.Span, RefusalJson.Default.RefusalChunk)!.Entries);

    public string? Add(RefusedRequest request)
    {
        _log.Add(Complete(request));
        return $"verditer why {request.Id}";
    }

    /// <summary>The newest refusals that fit, newest first.</summary>
    public IReadOnlyList<Refusal> Find(Func<Refusal, bool> fits, int limit = 100) => _log.Read(fits, limit);

    public Task LoadAsync(CancellationToken cancellationToken) => _log.LoadAsync(cancellationToken);

    public Task FlushAsync(CancellationToken cancellationToken) => _log.FlushAsync(cancellationToken);

    public void Dispose() => _log.Dispose();

    private Refusal Complete(RefusedRequest request)
    {
        var needy = request.Facts?.GetValueOrDefault(RefusalFacts.NeedyObjectId) is { } other && request.Caller is { } bearer
            ? directory.FindPrincipal(bearer.TenantId, other)
            : null;
        var subject = needy is not null ? AccessSubject.Of(needy) : request.Caller is { } caller ? AccessSubject.Of(caller) : null;
        var explanation = subject is not null && request.Access is { } access ? explainer.Explain(subject, access.Action, access.Scope) : null;
        var now = time.GetUtcNow();
        return new(
            request.Id, request.CorrelationId, now, VerditerClock.HostTime(time), request.Surface, request.Method, request.Path,
            request.Status, request.Code, request.Message, Describe(request, needy), request.Access,
            explanation is null ? null : explanation with { Assignments = [.. explanation.Assignments.Take(options.AssignmentsKept)] }, request.Facts)
        {
            AssignmentsLeftOut = Math.Max(0, (explanation?.Assignments.Count ?? 0) - options.AssignmentsKept),
        };
    }

    /// <param name="needy">Whose right was looked at, where that is not the bearer's.</param>
    private RefusedCaller? Describe(RefusedRequest request, Principal? needy)
    {
        if (needy is not null)
        {
            return Describe(needy, null);
        }

        if (request.Caller is { } caller)
        {
            var known = directory.FindPrincipal(caller.TenantId, caller.ObjectId);
            return new(
                caller.TenantId, caller.ObjectId, caller.AppId, caller.ClientName, caller.Kind, known?.DisplayName, known?.ResourceId,
                caller.Issued == default ? null : caller.Issued, caller.Expires, caller.Groups);
        }

        return request.Facts is { } facts && facts.TryGetValue(RefusalFacts.TokenObjectId, out var id) && facts.TryGetValue(RefusalFacts.TokenTenantId, out var tenant)
            && directory.FindPrincipal(tenant, id) is { } principal
            ? Describe(principal, facts)
            : null;
    }

    private RefusedCaller Describe(Principal principal, IReadOnlyDictionary<string, string>? facts) => new(
        principal.TenantId, principal.ObjectId, principal.AppId, principal.AppId ?? principal.DisplayName, principal.Kind, principal.DisplayName, principal.ResourceId,
        Time(facts, RefusalFacts.TokenStarts), Time(facts, RefusalFacts.TokenEnds), directory.GroupsOf(principal.TenantId, principal.ObjectId));

    private static DateTimeOffset? Time(IReadOnlyDictionary<string, string>? facts, string name) =>
        facts?.GetValueOrDefault(name) is { } text ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
