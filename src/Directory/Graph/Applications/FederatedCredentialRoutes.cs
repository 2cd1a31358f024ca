using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Federated identity credentials of applications in Graph.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/federatedidentitycredentials-overview</remarks>
internal sealed class FederatedCredentialRoutes(GraphParts parts) : IGraphRoutes
{
    private const string Path = "applications/{}/federatedIdentityCredentials";
    private const string One = Path + "/{}";
    private const string ByAppId = "appId=";

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", Path, request => With(request, app => parts.Pages.List(request, Context(app), app.FederatedCredentials.Select(FederatedCredentials.Show)))),
        new("GET", One, request => With(request, app => FederatedCredentials.Find(app, request.SubKey) is { } found
            ? parts.Pages.One(request, Context(app), FederatedCredentials.Show(found))
            : GraphError.NotFound(request.SubKey))),
        new("POST", Path, request => ChangeAsync(request, (app, credentials) => Create(request, app, credentials))),
        new("PATCH", One, request => ChangeAsync(request, (app, credentials) => Update(request, app, credentials))),
        new("DELETE", One, request => ChangeAsync(request, (app, credentials) => FederatedCredentials.Find(app, request.SubKey) is { } found && credentials.Remove(found)
            ? GraphAnswer.NoContent
            : GraphError.NotFound(request.SubKey))),
    ];

    private static string Context(ApplicationRecord app) => $"applications('{app.Id}')/federatedIdentityCredentials";

    private static GraphAnswer Create(GraphRequest request, ApplicationRecord app, List<FederatedCredentialRecord> credentials)
    {
        if (FederatedCredentials.Apply(request.Body, new(NewObjects.Id(), "", "", "", []), app, out var refusal) is not { } created)
        {
            return refusal!;
        }

        credentials.Add(created);
        return GraphAnswer.Created(FederatedCredentials.Show(created));
    }

    /// <summary>A PATCH by name (<c>…(name='x')</c>) of one that is not there makes it.</summary>
    private static GraphAnswer Update(GraphRequest request, ApplicationRecord app, List<FederatedCredentialRecord> credentials)
    {
        if (FederatedCredentials.Find(app, request.SubKey) is not { } before)
        {
            var body = request.Body.Copy();
            body["name"] = request.SubKey[(request.SubKey.IndexOf('=', StringComparison.Ordinal) + 1)..];
            return request.SubKey.StartsWith("name=", StringComparison.OrdinalIgnoreCase)
                ? Create(request with { Body = body }, app, credentials)
                : GraphError.NotFound(request.SubKey);
        }

        if (FederatedCredentials.Apply(request.Body, before, app, out var refusal) is not { } after)
        {
            return refusal!;
        }

        credentials[credentials.IndexOf(before)] = after;
        return GraphAnswer.NoContent;
    }

    private Task<GraphAnswer> ChangeAsync(GraphRequest request, Func<ApplicationRecord, List<FederatedCredentialRecord>, GraphAnswer> change) =>
        parts.Writer.WriteAsync(batch =>
        {
            if (Find(request) is not { } app)
            {
                return parts.Permissions.May(request.Caller, GraphRights.ReadApplications) ? GraphError.NotFound(request.Key) : GraphError.Denied();
            }

            if (!parts.Permissions.May(request.Caller, GraphRights.WriteApplications, app))
            {
                return GraphError.Denied();
            }

            List<FederatedCredentialRecord> credentials = [.. app.FederatedCredentials];
            var answer = change(app, credentials);
            if (answer.Error is null)
            {
                parts.Writer.Directory.Replace(batch, app, app with { FederatedCredentials = credentials });
                parts.Writer.Note(batch, request, AuditActivity.UpdateApplication, AuditTargets.Of("Application", Described(app, app.FederatedCredentials), Described(app, credentials)));
            }

            return answer;
        });

    private static JsonObject Described(ApplicationRecord app, IEnumerable<FederatedCredentialRecord> credentials) => new()
    {
        ["id"] = app.Id,
        ["displayName"] = app.DisplayName,
        ["federatedIdentityCredentials"] = new JsonArray([.. credentials.Select(FederatedCredentials.Show)]),
    };

    private GraphAnswer With(GraphRequest request, Func<ApplicationRecord, GraphAnswer> answer)
    {
        var app = Find(request);
        return !parts.Permissions.May(request.Caller, GraphRights.ReadApplications, app) ? GraphError.Denied()
            : app is null ? GraphError.NotFound(request.Key)
            : answer(app);
    }

    private ApplicationRecord? Find(GraphRequest request) => request.Key.StartsWith(ByAppId, StringComparison.OrdinalIgnoreCase)
        ? parts.Index.ApplicationsByAppId.Find(DirectoryIndex.Key(request.TenantId, request.Key[ByAppId.Length..]))
        : parts.Index.Applications.Find(DirectoryIndex.Key(request.TenantId, request.Key));
}
