using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>What happened, in the order in which it happened: sign-ins, refusals, changes of the directory. Times are told by Verditer's clock, which may have been moved between them.</summary>
public sealed class EventStream(RefusalLog refusals, ISignInLog signIns, IDirectoryAuditLog audits, IDirectoryAdministration directory)
{
    /// <param name="kinds">Of <see cref="Kinds"/>.</param>
    /// <param name="since">Only what is not older (UTC, Verditer's clock); null for all that is kept.</param>
    /// <param name="limit">At most so many, the newest.</param>
    /// <returns>Oldest first.</returns>
    public async Task<IReadOnlyList<JsonObject>> ReadAsync(IReadOnlySet<string> kinds, DateTimeOffset? since, int limit, CancellationToken cancellationToken)
    {
        List<(DateTimeOffset HostTime, JsonObject Event)> all = [];
        if (kinds.Contains(SignIns))
        {
            all.AddRange(signIns.Find(s => !(s.Time < since), limit).Select(s => (s.HostTime ?? s.Time, Write(s))));
        }

        if (kinds.Contains(Refusals))
        {
            all.AddRange(refusals.Find(r => !(r.Time < since), limit).Select(r => (r.HostTime, Write(r))));
        }

        if (kinds.Contains(Audit))
        {
            foreach (var tenant in directory.ListTenants())
            {
                all.AddRange((await audits.ReadAsync(tenant.Id, limit, cancellationToken)).Where(a => !(a.Time < since)).Select(a => (a.HostTime ?? a.Time, Write(a))));
            }
        }

        return [.. all.OrderByDescending(e => e.HostTime).Take(limit).Reverse().Select(e => e.Event)];
    }

    public const string SignIns = "signIns";
    public const string Refusals = "refusals";
    public const string Audit = "audit";

    public static readonly IReadOnlyList<string> Kinds = [SignIns, Refusals, Audit];

    private static JsonObject Write(SignIn signIn) => Event(
        "signIn", signIn.Id, signIn.Time, signIn.UserPrincipalName ?? signIn.ClientId,
        signIn.Succeeded ? "succeeded" : $"AADSTS{signIn.ErrorCode}", $"{signIn.CredentialType} for {signIn.Resource}{(signIn.FailureReason is { } reason ? $": {reason}" : "")}");

    private static JsonObject Write(Refusal refusal) => Event(
        "refusal", refusal.Id, refusal.Time, refusal.Caller?.DisplayName ?? refusal.Caller?.ClientName ?? refusal.Fact(RefusalFacts.ClusterUser), refusal.Code,
        $"{refusal.Method} {refusal.Path}{(refusal.Access is { } access ? $": {access.Action} on {access.Scope}" : "")}");

    private static JsonObject Write(DirectoryAudit audit) => Event(
        "audit", audit.Id, audit.Time, audit.Actor.UserPrincipalName ?? audit.Actor.DisplayName ?? audit.Actor.AppId, audit.Operation,
        $"{audit.Activity}: {string.Join(", ", audit.Targets.Select(t => $"{t.DisplayName ?? t.Id}"))}");

    private static JsonObject Event(string kind, string id, DateTimeOffset time, string? who, string result, string text) => new()
    {
        ["kind"] = kind,
        ["id"] = id,
        ["time"] = RefusalFacts.Time(time),
        ["who"] = who,
        ["result"] = result,
        ["text"] = text,
    };
}
