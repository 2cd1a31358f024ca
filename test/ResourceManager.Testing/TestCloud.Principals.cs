using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.ResourceManager.Testing;

public sealed partial class TestCloud
{
    /// <summary>A further subscription, of the owner's tenant.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddSubscriptionAsync(TestPrincipal owner, RuleSet rules = RuleSet.Ga) =>
        (await Get<SubscriptionService>().CreateAsync(null, owner.TenantId, "Test", rules, owner.ObjectId)).Id;

    /// <summary>A further tenant.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> AddTenantAsync(string domain = "other.onmicrosoft.com") =>
        (await Get<IDirectoryAdministration>().CreateTenantAsync("Other", domain)).Id;

    /// <summary>An application with a secret that lasts a year, and without any role.</summary>
    public async Task<TestPrincipal> AddPrincipalAsync(string? tenantId = null)
    {
        var tenant = tenantId ?? TenantId;
        var made = await Get<IDirectory>().EnsureOwnedApplicationAsync(
            tenant, Guid.NewGuid().ToString(), "test", Owner.ObjectId, TimeSpan.FromDays(365));
        return TestPrincipal.WithSecret(tenant, made.AppId, made.PrincipalId, made.Secret);
    }

    /// <summary>An application that holds a role.</summary>
    /// <param name="role">A built-in role's name, such as <c>Reader</c>.</param>
    /// <param name="scope">By default the subscription.</param>
    public async Task<TestPrincipal> AddPrincipalWithRoleAsync(string role, string? scope = null)
    {
        var principal = await AddPrincipalAsync();
        await AssignAsync(principal.ObjectId, role, scope);
        return principal;
    }

    /// <summary>A group of principals.</summary>
    /// <returns>Its object id.</returns>
    public async Task<string> AddGroupOfPrincipalsAsync(params string[] members)
    {
        var id = Guid.NewGuid().ToString();
        await Get<IDirectoryAdministration>().PutGroupAsync(new(TenantId, id, "group", members, Clock.GetUtcNow()));
        return id;
    }

    /// <summary>Gives a role, by the request that az makes. The answer is the assignment.</summary>
    public async Task<TestReply> AssignAsync(string principalId, string role, string? scope = null)
    {
        var reply = await PutAsync(AssignmentId(scope), new JsonObject
        {
            ["properties"] = new JsonObject { ["roleDefinitionId"] = RoleId(role), ["principalId"] = principalId },
        }.ToJsonString());
        return reply.ShouldBe(201);
    }

    /// <summary>Full id of a built-in role.</summary>
    public string RoleId(string name) =>
        $"{Subscription}/providers/Microsoft.Authorization/roleDefinitions/{Get<RoleCatalog>().All.Single(r => r.Name == name).Id}";

    /// <summary>The path of an assignment that does not exist yet.</summary>
    public string AssignmentId(string? scope = null) =>
        $"{(scope ?? Subscription).TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";

    /// <summary>The managed identity of a resource, as somebody who can ask.</summary>
    public TestPrincipal IdentityOf(string resourceId) =>
        TestPrincipal.Of(Get<IDirectory>().FindManagedIdentity(resourceId) ?? throw new ArgumentException($"'{resourceId}' has no identity.", nameof(resourceId)));

    /// <summary>One of Azure's own services, as somebody who can ask.</summary>
    public TestPrincipal FirstParty(string appId) =>
        TestPrincipal.Of(Get<IDirectory>().FindServicePrincipal(TenantId, appId) ?? throw new ArgumentException($"'{appId}' is not in the tenant.", nameof(appId)));

    public async Task<string> TokenAsync(TestPrincipal principal)
    {
        var result = await principal.SignIn(Get<ITokenIssuer>());
        return result.Token?.Value ?? throw new InvalidOperationException($"AADSTS{result.Error!.Number}: {result.Error.Text}");
    }
}
