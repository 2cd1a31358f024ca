using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Explaining;
using Verditer.Faults;

namespace Verditer.Host;

/// <summary>The faults that are set.</summary>
internal sealed class ListFaults(FaultBook book) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/faults";

    public Task HandleAsync(HttpContext context) => Answer.JsonAsync(context, Describe(book.All));

    public static JsonObject Describe(IEnumerable<Fault> faults) => new() { ["faults"] = new JsonArray([.. faults.Select(Describe)]) };

    private static JsonNode Describe(Fault fault) => new JsonObject
    {
        ["kind"] = FaultWords.Word(fault.Kind),
        ["duration"] = FaultWords.Describe(fault.Duration),
        ["since"] = RefusalFacts.Time(fault.Since),
        ["scope"] = fault.Scope,
        ["principal"] = fault.PrincipalId,
        ["rate"] = fault.Rate,
        ["seed"] = fault.Seed,
    };
}

/// <summary>Sets faults: <c>faults</c> is an object of kinds and durations; all of them or none.</summary>
internal sealed class SetFaults(FaultBook book, PrincipalLookup principals, TimeProvider time) : IAdminEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "/faults";

    public async Task HandleAsync(HttpContext context)
    {
        var read = await ReadAsync(await AdminRequest.ReadAsync(context), context.RequestAborted);
        if (!read.TryGet(out var faults, out var error))
        {
            await Answer.ErrorAsync(context, error);
            return;
        }

        foreach (var fault in faults)
        {
            await book.SetAsync(fault, context.RequestAborted);
        }

        await Answer.JsonAsync(context, ListFaults.Describe(faults));
    }

    private async Task<Result<IReadOnlyList<Fault>>> ReadAsync(JsonObject body, CancellationToken cancellationToken)
    {
        Principal? principal = null;
        if (body.Text("principal") is { } named)
        {
            if (!(await principals.FindAsync(named, cancellationToken)).TryGet(out principal, out var unknown))
            {
                return unknown;
            }
        }

        if (body.Text("scope") is { } scope && !scope.StartsWith('/'))
        {
            return ArmErrors.InvalidParameter($"'{scope}' is not a scope. Write a resource id, such as /subscriptions/ID/resourceGroups/NAME.", "scope");
        }

        List<Fault> faults = [];
        foreach (var (word, value) in body["faults"] as JsonObject ?? [])
        {
            if (!FaultWords.Kind(word).TryGet(out var kind, out var error) || !FaultWords.Duration((string?)value).TryGet(out var duration, out error))
            {
                return error;
            }

            faults.Add(new(
                Guid.NewGuid().ToString(), kind, duration, time.GetUtcNow(), body.Text("scope")?.TrimEnd('/'), principal?.ObjectId, principal?.AppId,
                (double?)body["rate"] ?? 1, body.Number("seed") ?? 0));
        }

        return faults;
    }
}

/// <summary>Clears the faults of these <c>kinds</c>, or all.</summary>
internal sealed class ClearFaults(FaultBook book) : IAdminEndpoint
{
    public string Method => HttpMethods.Post;

    public string Path => "/faults/clear";

    public async Task HandleAsync(HttpContext context)
    {
        List<FaultKind> kinds = [];
        foreach (var word in (await AdminRequest.ReadAsync(context))["kinds"] as JsonArray ?? [])
        {
            if (!FaultWords.Kind((string?)word).TryGet(out var kind, out var error))
            {
                await Answer.ErrorAsync(context, error);
                return;
            }

            kinds.Add(kind);
        }

        await Answer.JsonAsync(context, ListFaults.Describe(await book.ClearAsync(kinds, context.RequestAborted)));
    }
}
