using System.Globalization;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining.Tests;

/// <summary>Cases as the logs keep them, made by hand.</summary>
internal static class Cases
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string ObjectId = "22222222-2222-2222-2222-222222222222";
    public const string ClientId = "33333333-3333-3333-3333-333333333333";
    public const string Group = "/subscriptions/44444444-4444-4444-4444-444444444444/resourceGroups/rg";
    public const string Subnet = Group + "/providers/Microsoft.Network/virtualNetworks/v/subnets/s";

    public static readonly DateTimeOffset Now = DateTimeOffset.Parse("2027-03-01T12:00:00Z", CultureInfo.InvariantCulture);

    public static Case Refused(
        string code = "AuthorizationFailed", RefusedAccess? access = null, AccessExplanation? explanation = null, TimeSpan offset = default, params (string Name, string Value)[] facts)
    {
        var caller = new RefusedCaller(
            Tenant, ObjectId, ClientId, ClientId, PrincipalKind.ServicePrincipal, "app", null, Now.AddMinutes(-1), Now.AddHours(1), []);
        var refusal = new Refusal(
            "id", "id", Now, Now - offset, RefusalSurface.ResourceManager, "PUT", Group, 403, code, "text", caller, access, explanation,
            facts.ToDictionary(f => f.Name, f => f.Value));
        return new(refusal, null, []) { Caller = caller, Offset = offset };
    }

    /// <summary>Refused by a cluster's own API.</summary>
    public static Case OfCluster(int status, params (string Name, string Value)[] facts)
    {
        var it = Refused(facts: [(RefusalFacts.Cluster, "aks"), .. facts]);
        return it with { Caller = null, Refusal = it.Refusal! with { Surface = RefusalSurface.Kubernetes, Status = status, Caller = null } };
    }

    /// <summary>Refused by a registry to nobody.</summary>
    public static Case OfRegistry()
    {
        var it = Refused("UNAUTHORIZED");
        return it with { Caller = null, Refusal = it.Refusal! with { Surface = RefusalSurface.ContainerRegistry, Status = 401, Path = "https://reg.azurecr.io/oauth2/token", Caller = null } };
    }

    public static Case SignedIn(int number, TimeSpan offset = default, params (string Name, string Value)[] facts) => new(
        null,
        new SignIn("id", Now, Tenant, ClientId, ObjectId, "https://management.azure.com/", number, "text", "clientSecret") { Facts = facts.ToDictionary(f => f.Name, f => f.Value) },
        [new(ResourceId.Parse($"{Group}/providers/Microsoft.ContainerService/managedClusters/aks"), null, null, null, ClientId, null)])
    { Offset = offset };

    public static AccessExplanation Explained(AssignmentVerdict verdict, string principal = ObjectId, DateTimeOffset? visibleFrom = null) => new(
        new(Tenant, ObjectId, ClientId), [new(ObjectId, PrincipalKind.ServicePrincipal, "app", true, true), new("group", PrincipalKind.Group, "Builders", false, true)],
        "a/b/read", Group, false, false, null,
        [new($"{Group}/providers/Microsoft.Authorization/roleAssignments/1", Group, principal, "acdd72a7", "Reader", verdict, visibleFrom)], []);
}
