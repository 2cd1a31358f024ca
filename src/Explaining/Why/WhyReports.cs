using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>Finds a refusal or a failed sign-in by one of its ids, and tells the whole chain that led to it.</summary>
public sealed class WhyReports(
    RefusalLog refusals, ISignInLog signIns, ClusterCatalog clusters, IDirectory directory, IAccessExplainer explainer, IEnumerable<IRecognizer> recognizers, Mending mending)
{
    /// <summary>The shortest beginning of an id that names it.</summary>
    private const int ShortestId = 8;

    /// <summary>Within this time a client that was refused asks again as nobody.</summary>
    private static readonly TimeSpan JustBefore = TimeSpan.FromSeconds(5);

    /// <param name="id">A request id, a trace id or a correlation id, or its first eight or more characters; null for the newest.</param>
    /// <returns>Null where there is none such.</returns>
    public async Task<JsonObject?> FindAsync(string? id, CancellationToken cancellationToken)
    {
        var refusal = refusals.Find(r => id is null || Names(id, r.Id, r.CorrelationId), 1) is [var newest] ? newest : null;
        var signIn = signIns.Find(s => !s.Succeeded && (id is null || Names(id, s.Id, s.CorrelationId)), 1) is [var failed] ? failed : null;
        if (refusal is null && signIn is null)
        {
            return null;
        }

        if (signIn is null || refusal?.HostTime >= (signIn.HostTime ?? signIn.Time))
        {
            signIn = null;
        }
        else
        {
            refusal = null;
        }

        return await TellAsync(refusal, signIn, cancellationToken);
    }

    private static bool Names(string id, params ReadOnlySpan<string?> known)
    {
        foreach (var one in known)
        {
            if (one is not null && (one.Equals(id, StringComparison.OrdinalIgnoreCase) || (id.Length >= ShortestId && one.StartsWith(id, StringComparison.OrdinalIgnoreCase))))
            {
                return true;
            }
        }

        return false;
    }

    private async Task<JsonObject> TellAsync(Refusal? refusal, SignIn? signIn, CancellationToken cancellationToken)
    {
        var it = new Case(refusal, signIn, await clusters.ListAsync(cancellationToken))
        {
            Before = refusal is { Surface: RefusalSurface.ContainerRegistry, Caller: null } ? Before(refusal) : null,
            Caller = refusal?.Caller ?? (signIn is null ? null : CallerOf(signIn)),
            Offset = refusal is not null ? refusal.Time - refusal.HostTime : signIn!.HostTime is { } hostTime ? signIn.Time - hostTime : TimeSpan.Zero,
        };
        var findings = recognizers.Select(r => r.Recognize(it)).OfType<Finding>().ToList();
        var report = refusal is not null ? RefusalReport.Write(refusal) : SignInReport.Write(signIn!);
        report["caller"] = it.Caller is { } caller ? CallerReport.Write(caller, it.Clusters) : null;
        if (it.Explanation is { } explanation)
        {
            AccessReport.Add(report, it.Access!, explanation, refusal!.AssignmentsLeftOut);
            report["now"] = Now(explanation);
        }

        report["findings"] = new JsonArray([.. findings.Select(Write)]);
        report["commands"] = new JsonArray([.. (await mending.FindAsync(it, findings, cancellationToken)).Select(Write)]);
        return report;
    }

    private Refusal? Before(Refusal refusal) => refusals.Find(
        other => other is { Surface: RefusalSurface.ContainerRegistry, Caller: not null }
            && other.HostTime <= refusal.HostTime && refusal.HostTime - other.HostTime <= JustBefore && HostOf(other) == HostOf(refusal),
        1) is [var found] ? found : null;

    private static string? HostOf(Refusal refusal) => Uri.TryCreate(refusal.Path, UriKind.Absolute, out var address) ? address.Host : null;

    private RefusedCaller? CallerOf(SignIn signIn)
    {
        var tenant = signIn.TenantId ?? "";
        var principal = (signIn.UserId ?? signIn.PrincipalId) is { } id ? directory.FindPrincipal(tenant, id)
            : signIn.ClientId is { } clientId ? directory.FindServicePrincipal(tenant, clientId)
            : null;
        return principal is null ? null : new(
            principal.TenantId, principal.ObjectId, principal.AppId, signIn.UserPrincipalName ?? principal.AppId ?? principal.DisplayName, principal.Kind,
            principal.DisplayName, principal.ResourceId, null, null, directory.GroupsOf(principal.TenantId, principal.ObjectId));
    }

    /// <summary>What would be answered now: whether it has been mended meanwhile.</summary>
    private JsonObject Now(AccessExplanation then)
    {
        var now = explainer.Explain(then.Subject with { TokenGroups = null }, then.Action, then.Scope, then.IsDataAction);
        return new() { ["allowed"] = now.Allowed, ["decidedBy"] = now.DecidedBy };
    }

    private static JsonNode Write(Finding finding) => new JsonObject
    {
        ["name"] = finding.Name,
        ["title"] = finding.Title,
        ["text"] = finding.Text,
        ["commands"] = new JsonArray([.. finding.Commands.Select(Write)]),
    };

    private static JsonNode Write(MendingCommand command) => new JsonObject { ["command"] = command.Text, ["why"] = command.Why };
}
