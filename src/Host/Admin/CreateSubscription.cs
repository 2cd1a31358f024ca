using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>Makes a subscription: nothing in it is another one's. The bootstrap principal becomes its Owner by a role assignment like any other.</summary>
internal sealed class CreateSubscription(
    RunningState state, SubscriptionService subscriptions, IDirectory directory, IDirectoryAdministration administration) : IAdminEndpoint
{
    /// <summary>Characters. Source: the limits of https://learn.microsoft.com/rest/api/subscription/subscription/rename</summary>
    private const int LongestName = 64;

    public string Method => HttpMethods.Post;

    public string Path => "/subscriptions";

    public async Task HandleAsync(HttpContext context)
    {
        var created = await CreateAsync(await AdminRequest.ReadAsync(context), context.RequestAborted);
        await (created.TryGet(out var subscription, out var error)
            ? Answer.JsonAsync(context, SubscriptionJson.Write(subscription), StatusCodes.Status201Created)
            : Answer.ErrorAsync(context, error));
    }

    private async Task<Result<Subscription>> CreateAsync(JsonObject wanted, CancellationToken cancellationToken)
    {
        var name = wanted.Text("name")?.Trim() ?? "";
        if (NameProblem(name) is { } problem)
        {
            return ArmErrors.InvalidParameter(problem, "name");
        }

        if (!SubscriptionJson.Rules(wanted.Text("rules")).TryGet(out var rules, out var unknown))
        {
            return unknown;
        }

        return Owner(wanted.Text("tenant")).TryGet(out var owner, out var error)
            ? await subscriptions.CreateAsync(null, owner.TenantId, name, rules, owner.ObjectId, cancellationToken)
            : error;
    }

    private static string? NameProblem(string name) => name switch
    {
        "" => "A subscription has a name; this one is empty.",
        { Length: > LongestName } => $"A subscription's name has at most {LongestName} characters; this one has {name.Length}.",
        _ when name.Any(char.IsControl) => "A subscription's name has no control characters.",
        _ => null,
    };

    /// <summary>The bootstrap principal, as the tenant knows it.</summary>
    private Result<Principal> Owner(string? tenantId)
    {
        if (BootstrapFile.TryRead(new StatePaths(state.StateFolder)) is not { } bootstrap)
        {
            return ArmErrors.Conflict("The bootstrap principal, who would own the subscription, is not known any more.");
        }

        tenantId ??= bootstrap.TenantId;
        if (!administration.ListTenants().Any(tenant => tenant.Id.Equals(tenantId, StringComparison.OrdinalIgnoreCase)))
        {
            var known = string.Join(", ", administration.ListTenants().Select(tenant => tenant.Id));
            return ArmErrors.InvalidParameter($"There is no tenant '{tenantId}'. There is: {known}", "tenant");
        }

        return directory.FindServicePrincipal(tenantId, bootstrap.ClientId) is { } principal
            ? principal
            : ArmErrors.Conflict($"The bootstrap principal '{bootstrap.ClientId}', who would own the subscription, is not in tenant '{tenantId}'.");
    }
}
