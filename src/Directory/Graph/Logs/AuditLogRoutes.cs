namespace Verditer.Directory;

/// <summary><c>auditLogs</c>: sign-ins and changes of the directory, newest first.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/azure-ad-auditlog-overview</remarks>
internal sealed class AuditLogRoutes(GraphParts parts, ISignInLog signIns, IDirectoryAuditLog audits, DirectoryOptions options) : IGraphRoutes
{
    private const string SignIns = "auditLogs/signIns";
    private const string Audits = "auditLogs/directoryAudits";

    private static readonly GraphOrder NewestSignInFirst = GraphOrder.NewestFirst("createdDateTime");
    private static readonly GraphOrder NewestAuditFirst = GraphOrder.NewestFirst("activityDateTime");

    public IEnumerable<GraphRoute> Routes =>
    [
        new("GET", SignIns, request => Reading(request, () => Task.FromResult(
            parts.Pages.List(request, SignIns, All(request).Select(each => SignInView.Show(parts.Index, each)), NewestSignInFirst)))),
        new("GET", SignIns + "/{}", request => Reading(request, () => Task.FromResult(All(request).FirstOrDefault(each => each.Id == request.Key) is { } found
            ? parts.Pages.One(request, SignIns, SignInView.Show(parts.Index, found))
            : GraphError.NotFound(request.Key)))),
        new("GET", Audits, request => Reading(request, async () =>
            parts.Pages.List(request, Audits, (await AuditsAsync(request)).Select(AuditView.Show), NewestAuditFirst))),
        new("GET", Audits + "/{}", request => Reading(request, async () => (await AuditsAsync(request)).FirstOrDefault(each => each.Id == request.Key) is { } found
            ? parts.Pages.One(request, Audits, AuditView.Show(found))
            : GraphError.NotFound(request.Key))),
    ];

    private IReadOnlyList<SignIn> All(GraphRequest request) => signIns.Read(request.TenantId, options.SignInsKept);

    private Task<IReadOnlyList<DirectoryAudit>> AuditsAsync(GraphRequest request) => audits.ReadAsync(request.TenantId, options.AuditsKept);

    private Task<GraphAnswer> Reading(GraphRequest request, Func<Task<GraphAnswer>> answer) =>
        parts.Permissions.May(request.Caller, GraphRights.ReadLogs) ? answer() : Task.FromResult<GraphAnswer>(GraphError.Denied());
}
