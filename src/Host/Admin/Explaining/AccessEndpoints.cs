using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Explaining;

namespace Verditer.Host;

/// <summary>May a principal do something?</summary>
internal sealed class CanEndpoint(AccessQuestions questions) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/access/can";

    public async Task HandleAsync(HttpContext context)
    {
        var query = AccessQuery.Read(context);
        await query.AnswerAsync(context, await questions.CanAsync(query.Principal, query.Action, query.Scope, query.IsDataAction, context.RequestAborted));
    }
}

/// <summary>Who may do something?</summary>
internal sealed class WhoCanEndpoint(AccessQuestions questions) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/access/who-can";

    public Task HandleAsync(HttpContext context)
    {
        var query = AccessQuery.Read(context);
        return query.AnswerAsync(context, questions.WhoCan(query.Action, query.Scope, query.IsDataAction));
    }
}

/// <summary>Which roles has a principal?</summary>
internal sealed class RolesEndpoint(AccessQuestions questions) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/access/roles";

    public async Task HandleAsync(HttpContext context)
    {
        var query = AccessQuery.Read(context);
        await query.AnswerAsync(context, await questions.RolesAsync(query.Principal, context.RequestAborted));
    }
}

/// <summary>What a command asks about.</summary>
internal sealed record AccessQuery(string Principal, string Action, string Scope, bool IsDataAction)
{
    public static AccessQuery Read(HttpContext context)
    {
        var query = context.Request.Query;
        return new(query["principal"].ToString(), query["action"].ToString(), query["scope"].ToString(), query["data"] == "true");
    }

    public Task AnswerAsync(HttpContext context, Result<JsonObject> result) =>
        result.TryGet(out var answer, out var error) ? Answer.JsonAsync(context, answer) : Answer.ErrorAsync(context, error);
}
