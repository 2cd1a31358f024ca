using Verditer.Core;
using static Verditer.Explaining.Tests.Cases;

namespace Verditer.Explaining.Tests;

/// <summary>Each known mistake by what the logs say of it, and that one which looks alike is not taken for it.</summary>
public sealed class RecognizerTests
{
    [Theory]
    [InlineData("Registered", "feature-without-provider-registration", 1)]
    [InlineData("Registering", "feature-not-registered", 2)]
    [InlineData("NotRegistered", "feature-not-registered", 3)]
    public void Feature_ByItsState_IsNamed(string state, string name, int commands)
    {
        var it = Refused("BadRequest", facts: [(RefusalFacts.Feature, "MSIPreview"), (RefusalFacts.FeatureState, state), (RefusalFacts.Namespace, "Microsoft.ContainerService")]);
        var found = Found(it, new FeatureNotRegistered(), new FeatureNotReRegistered());
        (found.Name, found.Commands.Count).ShouldBe((name, commands));
        found.Commands[^1].Text.ShouldStartWith("az provider register --namespace Microsoft.ContainerService");
    }

    [Fact]
    public void ManagedIdentityOperator_OfTheControlPlane_IsToldFromTheCallersOwn()
    {
        var access = new RefusedAccess("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/k");
        Found(Refused(access: access, facts: [(RefusalFacts.NeedyObjectId, ObjectId)]), new MissingManagedIdentityOperator()).Name.ShouldBe("kubelet-identity-without-managed-identity-operator");
        var own = Found(Refused(access: access), new MissingManagedIdentityOperator());
        own.Name.ShouldBe("identity-without-managed-identity-operator");
        own.Commands[0].Text.ShouldBe($"az role assignment create --assignee-object-id {ObjectId} --assignee-principal-type ServicePrincipal --role 'Managed Identity Operator' --scope {access.Scope}");
        new MissingManagedIdentityOperator().Recognize(Refused(access: new("a/b/read", Group))).ShouldBeNull();
    }

    [Fact]
    public void ClusterRole_ThatIsMissing_IsMadeAndBoundByTheCommands()
    {
        var found = Found(OfCluster(403, (RefusalFacts.ClusterUser, "ada"), (RefusalFacts.Verb, "get"), (RefusalFacts.Resource, "deployments/scale"), (RefusalFacts.ApiGroup, "apps"), (RefusalFacts.ClusterNamespace, "shop")), new MissingClusterRole());
        found.Name.ShouldBe("missing-cluster-role");
        found.Commands.Select(command => command.Text).ShouldBe(
        [
            "kubectl create role get-deployments-scale --verb=get --resource=deployments.apps/scale --namespace=shop",
            "kubectl create rolebinding get-deployments-scale-ada --role=get-deployments-scale --user=ada --namespace=shop",
            "kubectl create rolebinding view-ada --clusterrole=view --user=ada --namespace=shop",
        ]);

        Found(OfCluster(403, (RefusalFacts.ClusterUser, "system:serviceaccount:shop:web"), (RefusalFacts.Verb, "list"), (RefusalFacts.Resource, "nodes")), new MissingClusterRole())
            .Commands.Select(command => command.Text).ShouldBe(
            [
                "kubectl create clusterrole list-nodes --verb=list --resource=nodes",
                "kubectl create clusterrolebinding list-nodes-system-serviceaccount-shop-web --clusterrole=list-nodes --serviceaccount=shop:web",
            ]);
    }

    [Fact]
    public void ClusterRole_ForANameThatMeansSomethingToTheShell_IsQuoted() =>
        Found(OfCluster(403, (RefusalFacts.ClusterUser, "a'$(reboot)"), (RefusalFacts.Verb, "get"), (RefusalFacts.NonResourcePath, "/metrics")), new MissingClusterRole())
            .Commands[1].Text.ShouldBe(@"kubectl create clusterrolebinding get--metrics-a---reboot --clusterrole=get--metrics --user='a'\''$(reboot)'");

    [Fact]
    public void Registry_AskedByNobody_LeadsToTheRefusalBefore()
    {
        var it = OfRegistry();
        Found(it with { Before = Refused().Refusal! with { Id = "the-one-before" } }, new AnonymousPull()).Commands[0].Text.ShouldBe("verditer why the-one-before");
        Found(it, new AnonymousPull()).Commands[0].Text.ShouldBe("az acr login --name reg");
        new AnonymousPull().Recognize(Refused()).ShouldBeNull();
    }

    [Fact]
    public void ClusterCredential_Unknown_IsToldFromAMissingRole()
    {
        var it = OfCluster(401) with { Clusters = SignedIn(0).Clusters };
        Found(it, new UnknownClusterCredential(), new MissingClusterRole()).Commands.ShouldHaveSingleItem().Text.ShouldBe("az aks get-credentials --resource-group rg --name aks --overwrite-existing");
        new MissingClusterRole().Recognize(OfCluster(403, (RefusalFacts.ClusterUser, "ada"))).ShouldBeNull("it was refused for another reason");
    }

    [Fact]
    public void NetworkContributor_IsForClustersOnASubnet()
    {
        const string Join = "Microsoft.Network/virtualNetworks/subnets/join/action";
        var creating = new RefusedAccess(Join, Subnet, new("Microsoft.ContainerService/managedClusters/write", Group));
        Found(Refused(access: creating), new MissingNetworkContributor()).Commands[0].Text.ShouldEndWith($"--role 'Network Contributor' --scope {Subnet}");
        var plain = new RefusedAccess(Join, Subnet, new("Microsoft.Network/networkInterfaces/write", Group));
        new MissingNetworkContributor().Recognize(Refused(access: plain)).ShouldBeNull();
    }

    [Fact]
    public void MissingAcrPull_IsToldOfThoseWhoPullForACluster()
    {
        const string Registry = Group + "/providers/Microsoft.ContainerRegistry/registries/myacr";
        var pull = Refused(access: new("Microsoft.ContainerRegistry/registries/pull/read", Registry), explanation: Explained(AssignmentVerdict.ActionNotInRole));
        var cluster = new ClusterIdentities(ResourceId.Parse($"{Group}/providers/Microsoft.ContainerService/managedClusters/aks"), "other", ObjectId, null, null, null);

        Found(pull with { Clusters = [cluster] }, new MissingAcrPull()).Commands[0].Text.ShouldBe($"az aks update --resource-group rg --name aks --attach-acr {Registry}");
        Found(pull with { Clusters = [cluster with { Kubelet = null, ServicePrincipal = ClientId }] }, new MissingAcrPull()).Title.ShouldContain("service principal");
        new MissingAcrPull().Recognize(pull with { Clusters = [cluster with { Kubelet = "other", ControlPlane = ObjectId }] }).ShouldBeNull();
        var push = Refused(access: new("Microsoft.ContainerRegistry/registries/push/write", Registry), explanation: Explained(AssignmentVerdict.ActionNotInRole));
        new MissingAcrPull().Recognize(push with { Clusters = [cluster] }).ShouldBeNull();
    }

    [Fact]
    public void ExpiredSecret_OfACluster_NamesBothCommands()
    {
        var found = Found(SignedIn(7000222, facts: ("secretEnds", "2027-03-01T11:00:00Z")), new ExpiredSecret());
        found.Commands.Select(c => c.Text).ShouldBe(
        [
            $"az ad app credential reset --id {ClientId} --append",
            $"az aks update-credentials --resource-group rg --name aks --reset-service-principal --service-principal {ClientId} --client-secret SECRET",
        ]);
        new ExpiredSecret().Recognize(SignedIn(7000222, facts: ("secretEnds", "2027-03-01T13:00:00Z"))).ShouldBeNull("it is not yet valid, rather than expired");
        new ExpiredSecret().Recognize(SignedIn(7000215)).ShouldBeNull();
    }

    /// <summary>az reckons a secret's end by the host's clock; the new one lasts for a year by Verditer's.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(-400, "")]
    [InlineData(299, "")]
    [InlineData(301, " --years 2")]
    [InlineData(400, " --years 3")]
    [InlineData(731, " --years 4")]
    public void SecretReset_WhenTheClockWasMoved_LastsLongEnough(int daysAhead, string years)
    {
        var offset = TimeSpan.FromDays(daysAhead);
        var expired = Found(SignedIn(7000222, offset, ("secretEnds", "2027-03-01T11:00:00Z")), new ExpiredSecret());
        expired.Commands[0].Text.ShouldBe($"az ad app credential reset --id {ClientId} --append{years}");
        Found(SignedIn(7000215, offset), new WrongSecret()).Commands[1].Text.ShouldBe(expired.Commands[0].Text);
    }

    [Fact]
    public void WrongSecret_IsToldFromAnEndedOne()
    {
        Found(SignedIn(7000215), new WrongSecret(), new ExpiredSecret()).Name.ShouldBe("wrong-secret");
        new WrongSecret().Recognize(SignedIn(7000222)).ShouldBeNull();
    }

    [Theory]
    [InlineData(700213, "system:serviceaccount:prod:app", "system:serviceaccount:test:app", 22, false)]
    [InlineData(7002138, "system:serviceaccount:prod:app", "system:serviceaccount:prod:App", 27, true)]
    public void FederatedSubject_ShowsBoth_AndMarksTheDifference(int number, string presented, string registered, int same, bool onlyCase)
    {
        var found = Found(SignedIn(number, facts: [("assertionSubject", presented), ("registeredSubjects", registered), ("assertionIssuer", "https://i/"), ("assertionAudience", "api://x")]), new FederatedSubjectMismatch());
        var lines = found.Text.Split('\n');
        lines[0].ShouldBe($"presented   {presented}");
        lines[1].ShouldBe($"registered  {registered}");
        lines[2].IndexOf('^', StringComparison.Ordinal).ShouldBe(12 + same);
        lines[2].Contains("only in case", StringComparison.Ordinal).ShouldBe(onlyCase);
        found.Commands[0].Text.ShouldContain($"\"subject\":\"{presented}\"");
    }

    [Fact]
    public void Group_ThatTheTokenLacks_IsNamed()
    {
        var found = Found(Refused(explanation: Explained(AssignmentVerdict.GroupNotInToken, "group")), new CachedTokenWithoutGroup());
        found.Title.ShouldContain("'Builders'");
        found.Text.ShouldContain("2027-03-01T13:00:00Z");
        new CachedTokenWithoutGroup().Recognize(Refused(explanation: Explained(AssignmentVerdict.ActionNotInRole))).ShouldBeNull();
    }

    [Fact]
    public void Assignment_ThatIsNotSeenYet_SaysHowLongToWait()
    {
        var found = Found(Refused(explanation: Explained(AssignmentVerdict.NotYetVisible, visibleFrom: Now.AddSeconds(90))), new NotYetPropagated());
        found.Title.ShouldContain("2027-03-01T12:01:30Z");
        found.Commands[0].Text.ShouldBe("verditer clock advance 90s");
    }

    [Fact]
    public void Principal_Disabled_IsToldFromDeleted()
    {
        Found(Refused(facts: (RefusalFacts.PrincipalState, "disabled")), new DisabledPrincipal()).Commands[0].Text.ShouldBe($"az ad sp update --id {ObjectId} --set accountEnabled=true");
        Found(Refused(facts: (RefusalFacts.PrincipalState, "absent")), new DisabledPrincipal()).Name.ShouldBe("deleted-principal");
        Found(SignedIn(7000112), new DisabledPrincipal()).Name.ShouldBe("disabled-principal");
        new DisabledPrincipal().Recognize(SignedIn(7000215)).ShouldBeNull();
    }

    [Fact]
    public void Audience_ShowsBoth()
    {
        var it = Refused("InvalidAuthenticationTokenAudience", facts: [(RefusalFacts.AcceptedAudiences, "https://management.azure.com/ https://management.core.windows.net/"), (RefusalFacts.TokenAudience, "https://graph.microsoft.com/")]);
        var found = Found(it, new TokenForAnotherAudience());
        found.Title.ShouldBe("The token was made for https://graph.microsoft.com/, and sent to https://management.azure.com/.");
    }

    [Theory]
    [InlineData(365, "2027-03-01T11:00:00Z", true)]
    [InlineData(0, "2027-03-01T11:00:00Z", false)]
    [InlineData(365, "2020-03-01T11:00:00Z", false)]
    public void Clock_IsBlamed_WhenTheHostsWouldBeWell(int daysAhead, string tokenEnds, bool blamed) =>
        (new ClockMoved().Recognize(Refused(offset: TimeSpan.FromDays(daysAhead), facts: (RefusalFacts.TokenEnds, tokenEnds))) is not null).ShouldBe(blamed);

    [Fact]
    public void Clock_SetBack_IsBlamedForWhatBeginsLater() => Found(
        Refused(offset: TimeSpan.FromDays(-2), facts: (RefusalFacts.TokenStarts, "2027-03-02T12:00:00Z")), new ClockMoved()).Title.ShouldContain("the token begins later");

    [Fact]
    public void Verdicts_AllHaveWords()
    {
        Enum.GetValues<AssignmentVerdict>().Select(VerdictWords.Of).ShouldAllBe(w => w.Length > 0);
        Enum.GetValues<DenyVerdict>().Select(VerdictWords.Of).ShouldAllBe(w => w.Length > 0);
    }

    private static Finding Found(Case it, params IRecognizer[] recognizers) => recognizers.Select(r => r.Recognize(it)).OfType<Finding>().ShouldHaveSingleItem();
}
