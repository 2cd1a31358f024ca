namespace Verditer.EndToEnd;

/// <summary>What a pod with workload identity does, with real clients.</summary>
[Collection(IdentityCollection.Name)]
public sealed class WorkloadIdentityTests(IdentityFixture fixture)
{
    private const string Audience = "api://AzureADTokenExchange";

    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task ServiceAccountsToken_SignsInAsTheIdentityThatTrustsIt()
    {
        await TrustAsync("signed-in");
        var token = await TokenAsync("signed-in");

        (await Azure.TryAzAsync(SignIn(token), "signed-in")).Ok();

        (await Azure.TryAzAsync($"group show -n {IdentityFixture.Group}", "signed-in")).Ok();
        (await Azure.TryAzAsync("group create -n mine -l westus2", "signed-in")).Refused("AuthorizationFailed");
    }

    [Fact]
    public async Task ServiceAccountsToken_OfAnotherAccountOrForAnotherAudience_IsRefused()
    {
        await TrustAsync("trusted");
        var other = await TokenAsync("stranger");
        var internalOne = (await Azure.KubectlAsync("create token stranger")).Output.Trim();

        (await Azure.TryAzAsync(SignIn(other), "stranger")).Refused("AADSTS700213", "system:serviceaccount:default:stranger");
        (await Azure.TryAzAsync(SignIn(internalOne), "stranger")).Refused("AADSTS700");
    }

    [Fact]
    public async Task SigningKeys_AfterARotation_BothSignIn()
    {
        await TrustAsync("rotated");
        var before = await TokenAsync("rotated");

        await Azure.AzAsync($"aks oidc-issuer rotate-signing-keys -g {IdentityFixture.Group} -n c -y");

        foreach (var token in (string[])[before, await TokenAsync("rotated")])
        {
            (await Azure.TryAzAsync(SignIn(token), "rotated")).Ok();
        }

        (await Azure.TryAsync("curl", $"--silent --fail {fixture.Issuer}openid/v1/jwks")).Json["keys"]!.AsArray().Count.ShouldBe(2);
        (await Azure.TryAsync("curl", $"--silent --fail {fixture.Issuer}.well-known/openid-configuration")).Json["issuer"]!.GetValue<string>().ShouldBe(fixture.Issuer);
    }

    [Fact]
    public async Task Pod_WithTheLabel_FindsItsVariables()
    {
        await Azure.KubectlAsync("create serviceaccount labelled");
        await Azure.KubectlAsync($"annotate serviceaccount labelled azure.workload.identity/client-id={fixture.ClientId}");

        await Azure.KubectlAsync("apply -f -", """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"labelled","labels":{"azure.workload.identity/use":"true"}},
             "spec":{"serviceAccountName":"labelled","containers":[{"name":"a","image":"a:1"}]}}
            """);

        (await Azure.KubectlAsync("get pod labelled -o jsonpath={.spec.containers[0].env[*].value}")).Output
            .ShouldBe($"{fixture.ClientId} {Azure.TenantId} /var/run/secrets/azure/tokens/azure-identity-token https://login.microsoftonline.com/");
    }

    [Fact]
    public async Task Sdks_OfBothKinds_SignInWithThePodsVariables()
    {
        await TrustAsync("sdk");
        var token = await TokenAsync("sdk");

        foreach (var command in (string[])
        [
            $"{Applications.DotNet} {fixture.GroupId} workload",
            $"{Applications.DotNet} {fixture.GroupId} default",
            $"{Applications.JavaScript} {Azure.SubscriptionId} {IdentityFixture.Group} workload",
            $"{Applications.JavaScript} {Azure.SubscriptionId} {IdentityFixture.Group} default",
        ])
        {
            (await fixture.AsPodAsync(command, token)).Ok().Output.Trim().ShouldBe("westus2", command);
        }

        (await fixture.AsPodAsync($"{Applications.DotNet} {fixture.GroupId} workload", await TokenAsync("untrusted"))).Refused("AADSTS700213");
    }

    [Fact]
    public async Task Issuer_OnceEnabled_StaysAndWorkloadIdentityGoes()
    {
        await Azure.AzAsync($"aks create -g {IdentityFixture.Group} -n plain --node-count 1 --generate-ssh-keys");
        (await Azure.TryAzAsync($"aks update -g {IdentityFixture.Group} -n plain --enable-workload-identity")).Refused("OIDC issuer");

        await Azure.AzAsync($"aks update -g {IdentityFixture.Group} -n plain --enable-oidc-issuer --enable-workload-identity");
        await Azure.AzAsync($"aks update -g {IdentityFixture.Group} -n plain --disable-workload-identity");

        (await fixture.ValueAsync($"aks show -g {IdentityFixture.Group} -n plain --query [oidcIssuerProfile.enabled,securityProfile.workloadIdentity.enabled]")).ShouldBe("true\nfalse");
    }

    private string SignIn(string token) => $"login --service-principal -u {fixture.ClientId} -t {Azure.TenantId} --federated-token {token}";

    private Task<CommandResult> TrustAsync(string account) => Azure.AzAsync(
        $"identity federated-credential create -g {IdentityFixture.Group} --identity-name app -n {account} --issuer {fixture.Issuer} --subject system:serviceaccount:default:{account} --audiences {Audience}");

    /// <summary>A token of a new service account.</summary>
    private async Task<string> TokenAsync(string account)
    {
        await Azure.KubectlAsync("apply -f -", $$$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{{account}}}"} }""");
        return (await Azure.KubectlAsync($"create token {account} --audience {Audience}")).Output.Trim();
    }
}
