using System.Text.Json.Nodes;

namespace Verditer.EndToEnd;

/// <summary>What az 2.74 does with the directory: <c>az ad …</c> against Verditer as one native file.</summary>
public sealed class DirectoryTests(DirectoryFixture fixture) : IClassFixture<DirectoryFixture>
{
    private const string Graph = "https://graph.microsoft.com/v1.0";

    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task CreateForRbac_GivesCredentials_AndRepeatedReplacesThem()
    {
        var first = (await Azure.AzAsync("ad sp create-for-rbac --name twice")).Json;
        var second = (await Azure.AzAsync("ad sp create-for-rbac --name twice")).Json;

        second["appId"]!.GetValue<string>().ShouldBe(first["appId"]!.GetValue<string>());
        (await Azure.TryAzAsync(SignIn(first), "first")).Refused("AADSTS7000215");
        (await Azure.TryAzAsync(SignIn(second), "second")).Ok();
    }

    [Fact]
    public async Task CreateForRbac_WithACertificate_KeepsItsPublicPart()
    {
        var made = (await Azure.AzAsync("ad sp create-for-rbac --name with-certificate --create-cert")).Json;
        var file = made["fileWithCertAndPrivateKey"]!.GetValue<string>();

        var again = (await Azure.AzAsync($"ad sp create-for-rbac --name same-certificate --cert @{file}")).Json;

        var keys = (await Azure.AzAsync($"ad app credential list --id {again["appId"]} --cert")).Json.AsArray();
        keys.ShouldHaveSingleItem()!["type"]!.GetValue<string>().ShouldBe("AsymmetricX509Cert");
        keys[0]!["key"].ShouldBeNull();
    }

    [Fact]
    public async Task App_FromCreationToRestoration()
    {
        var app = (await Azure.AzAsync("ad app create --display-name site --web-redirect-uris https://site.example/back --enable-id-token-issuance true")).Json;
        var id = app["appId"]!.GetValue<string>();
        (await Texts("ad app list --display-name site --query [].appId")).ShouldBe([id]);
        await Azure.AzAsync($"ad app update --id {id} --identifier-uris api://{id} --is-fallback-public-client true");
        var shown = (await Azure.AzAsync($"ad app show --id api://{id}")).Json;
        shown["isFallbackPublicClient"]!.GetValue<bool>().ShouldBeTrue();
        shown["web"]!["implicitGrantSettings"]!["enableIdTokenIssuance"]!.GetValue<bool>().ShouldBeTrue();
        (await Azure.TryAzAsync($"ad app update --id {id} --identifier-uris https://elsewhere.example")).Refused("must use a verified domain");

        await Azure.AzAsync($"ad app delete --id {id}");
        (await Azure.TryAzAsync($"ad app show --id {id}")).Refused("does not exist");

        var item = (string)app["id"]!;
        (await Texts($"rest --url {Graph}/directory/deletedItems/microsoft.graph.application --query value[].id")).ShouldContain(item);
        await Azure.AzAsync($"rest --method post --url {Graph}/directory/deletedItems/{item}/restore");
        (await Azure.AzAsync($"ad app show --id {id} --query displayName -o tsv")).Output.Trim().ShouldBe("site");
    }

    [Fact]
    public async Task AppCredentials_AreAddedListedAndRemoved()
    {
        var id = (await Azure.AzAsync("ad app create --display-name credentials --query appId -o tsv")).Output.Trim();
        await Azure.AzAsync($"ad app credential reset --id {id} --display-name first");
        await Azure.AzAsync($"ad app credential reset --id {id} --append --display-name second");
        await Azure.AzAsync($"ad app credential reset --id {id} --append --create-cert");
        (await Texts($"ad app credential list --id {id} --query [].displayName")).ShouldBe(["first", "second"]);

        foreach (var (kind, option) in (ValueTuple<string, string>[])[("password", ""), ("certificate", " --cert")])
        {
            var keys = await Texts($"ad app credential list --id {id}{option} --query [].keyId");
            await Azure.AzAsync($"ad app credential delete --id {id} --key-id {keys[0]}{option}");
            (await Texts($"ad app credential list --id {id}{option} --query [].keyId")).ShouldBe(keys.Skip(1), kind);
        }
    }

    [Fact]
    public async Task AppOwners_AndPermissions_AreKept()
    {
        var id = (await Azure.AzAsync("ad app create --display-name owned --query appId -o tsv")).Output.Trim();
        var principal = (await Azure.AzAsync($"ad sp create --id {id} --query id -o tsv")).Output.Trim();
        await Azure.AzAsync($"ad app owner add --id {id} --owner-object-id {principal}");
        (await Texts($"ad app owner list --id {id} --query [].displayName")).ShouldContain("owned");
        await Azure.AzAsync($"ad app owner remove --id {id} --owner-object-id {principal}");
        (await Texts($"ad app owner list --id {id} --query [].displayName")).ShouldNotContain("owned");

        const string Api = "00000003-0000-0000-c000-000000000000";
        await Azure.AzAsync($"ad app permission add --id {id} --api {Api} --api-permissions e1fe6dd8-ba31-4d61-89e7-88639da4683d=Scope");
        (await Texts($"ad app permission list --id {id} --query [].resourceAppId")).ShouldBe([Api]);
        await Azure.AzAsync($"ad app permission grant --id {id} --api {Api} --scope User.Read");
        (await Texts($"ad app permission list-grants --id {id} --show-resource-name --query [].resourceDisplayName")).ShouldBe(["Microsoft Graph"]);
        await Azure.AzAsync($"ad app permission delete --id {id} --api {Api}");
        (await Azure.AzAsync($"ad app permission list --id {id}")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task FederatedCredential_FromCreationToDeletion()
    {
        var id = (await Azure.AzAsync("ad app create --display-name federated --query appId -o tsv")).Output.Trim();
        var file = Path.Combine(Azure.Scratch, "federated.json");
        await WriteAsync(file, "repo:a/b");
        await Azure.AzAsync($"ad app federated-credential create --id {id} --parameters @{file}");
        (await Azure.TryAzAsync($"ad app federated-credential create --id {id} --parameters @{file}")).Refused("FederatedIdentityCredential with name main already exists.");
        await WriteAsync(file, "repo:a/c");
        await Azure.AzAsync($"ad app federated-credential update --id {id} --federated-credential-id main --parameters @{file}");
        (await Azure.AzAsync($"ad app federated-credential show --id {id} --federated-credential-id main --query subject -o tsv")).Output.Trim().ShouldBe("repo:a/c");

        await Azure.AzAsync($"ad app federated-credential delete --id {id} --federated-credential-id main");
        (await Azure.AzAsync($"ad app federated-credential list --id {id}")).Json.AsArray().ShouldBeEmpty();

        static Task WriteAsync(string file, string subject) => File.WriteAllTextAsync(
            file, $$"""{"name": "main", "issuer": "https://token.example", "subject": "{{subject}}", "audiences": ["api://AzureADTokenExchange"]}""",
            TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task ServicePrincipal_FromCreationToDeletion()
    {
        var id = (await Azure.AzAsync("ad app create --display-name principal --query appId -o tsv")).Output.Trim();
        await Azure.AzAsync($"ad sp create --id {id}");
        (await Azure.TryAzAsync($"ad sp create --id {id}")).Refused("already in use");
        var reset = (await Azure.AzAsync($"ad sp credential reset --id {id}")).Json;
        (await Azure.TryAzAsync(SignIn(reset), "principal")).Ok();
        (await Texts($"ad sp credential list --id {id} --query [].keyId")).Count.ShouldBe(1);
        await Azure.AzAsync($"ad sp update --id {id} --set accountEnabled=false");
        (await Azure.TryAzAsync(SignIn(reset), "disabled")).Refused("AADSTS7000112");

        await Azure.AzAsync($"ad sp delete --id {id}");
        (await Azure.AzAsync("ad sp list --display-name principal")).Json.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task ManagedIdentity_IsNotDeletedByWayOfTheDirectory()
    {
        await Azure.AzAsync("provider register --namespace Microsoft.ManagedIdentity --wait");
        await Azure.AzAsync("group create -n identities -l westus2");
        var principal = (await Azure.AzAsync("identity create -g identities -n mine --query principalId -o tsv")).Output.Trim();
        (await Azure.TryAzAsync($"ad sp delete --id {principal}")).Refused("Insufficient privileges to complete the operation.");
        (await Azure.TryAzAsync($"ad sp credential reset --id {principal}")).Refused("Insufficient privileges to complete the operation.");
    }

    [Fact]
    public async Task User_FromCreationToDeletion()
    {
        var name = "ada@" + await DomainAsync();
        (await Azure.TryAzAsync($"ad user create --display-name Ada --user-principal-name {name} --password simple")).Refused("password complexity");
        (await Azure.TryAzAsync("ad user create --display-name Ada --user-principal-name ada@elsewhere.example --password Sunny-Harbour-42")).Refused("domain portion");
        await Azure.AzAsync($"ad user create --display-name Ada --user-principal-name {name} --password Sunny-Harbour-42");
        await Azure.AzAsync($"ad user update --id {name} --display-name Lovelace --account-enabled false --password Quiet-Meadow-77");
        (await Azure.AzAsync($"ad user show --id {name} --query [displayName,accountEnabled]")).Json.ToJsonString().ShouldBe("""["Lovelace",false]""");
        (await Texts($"ad user list --upn {name} --query [].userPrincipalName")).ShouldBe([name]);
        await Azure.AzAsync($"ad user delete --id {name}");
        (await Azure.TryAzAsync($"ad user show --id {name}")).Refused("does not exist");
    }

    [Fact]
    public async Task User_SignedIn_SeesHimself_AndOwnsWhatHeMakes()
    {
        var name = "carol@" + await DomainAsync();
        await Azure.AzAsync($"ad user create --display-name Carol --user-principal-name {name} --password Sunny-Harbour-42");
        (await Azure.TryAzAsync($"login -u {name} -p Sunny-Harbour-42 --allow-no-subscriptions", "carol")).Ok();

        (await Azure.TryAzAsync("ad signed-in-user show --query userPrincipalName -o tsv", "carol")).Ok().Output.Trim().ShouldBe(name);
        (await Azure.TryAzAsync("ad app create --display-name carols", "carol")).Ok();
        (await Azure.TryAzAsync("ad signed-in-user list-owned-objects --query [].displayName -o tsv", "carol")).Ok().Output.Trim().ShouldBe("carols");
        (await Azure.TryAzAsync($"ad user update --id {name} --display-name Root", "carol")).Refused("Insufficient privileges to complete the operation.");
    }

    [Fact]
    public async Task Group_WithMembersOwnersAndGroupsInIt()
    {
        var user = (await Azure.AzAsync($"ad user create --display-name Bob --user-principal-name bob@{await DomainAsync()} --password Sunny-Harbour-42 --query id -o tsv")).Output.Trim();
        var inner = (await Azure.AzAsync("ad group create --display-name inner --mail-nickname inner --query id -o tsv")).Output.Trim();
        var outer = (await Azure.AzAsync("ad group create --display-name outer --mail-nickname outer --query id -o tsv")).Output.Trim();
        await Azure.AzAsync($"ad group member add -g {inner} --member-id {user}");
        await Azure.AzAsync($"ad group member add -g {outer} --member-id {inner}");
        await Azure.AzAsync($"ad group owner add -g {inner} --owner-object-id {user}");

        (await Texts($"ad group member list -g {inner} --query [].displayName")).ShouldBe(["Bob"]);
        (await Azure.AzAsync($"ad group member check -g {outer} --member-id {user} --query value")).Output.Trim().ShouldBe("true");
        (await Texts($"ad group get-member-groups -g {inner}")).ShouldBe([outer]);
        (await Texts($"ad user get-member-groups --id {user} --query [].displayName")).ShouldBe(["inner", "outer"], ignoreOrder: true);
        (await Texts($"ad group owner list -g {inner} --query [].displayName")).ShouldBe(["Bob"]);

        await Azure.AzAsync($"ad group member remove -g {inner} --member-id {user}");
        (await Azure.AzAsync($"ad group member check -g {outer} --member-id {user} --query value")).Output.Trim().ShouldBe("false");
        await Azure.AzAsync($"ad group delete -g {outer}");
        (await Texts("ad group list --query [].displayName")).ShouldNotContain("outer");
    }

    [Fact]
    public async Task Stranger_MayNotReadTheDirectory_UntilGraphPermitsIt()
    {
        var made = (await Azure.AzAsync("ad sp create-for-rbac --name stranger")).Json;
        (await Azure.TryAzAsync(SignIn(made), "stranger")).Ok();
        (await Azure.TryAzAsync("ad user list", "stranger")).Refused("Insufficient privileges to complete the operation.");

        var principal = (await Azure.AzAsync($"ad sp show --id {made["appId"]} --query id -o tsv")).Output.Trim();
        var graph = (await Azure.AzAsync("ad sp show --id 00000003-0000-0000-c000-000000000000")).Json;
        var role = graph["appRoles"]!.AsArray().Single(each => (string?)each!["value"] == "User.Read.All")!["id"];
        var body = new JsonObject { ["principalId"] = principal, ["resourceId"] = (string)graph["id"]!, ["appRoleId"] = role!.DeepClone() }.ToJsonString();
        await Azure.AzAsync($"rest --method post --url {Graph}/servicePrincipals/{principal}/appRoleAssignments --body '{body}'");

        (await Azure.TryAzAsync("ad user list", "stranger")).Ok();
        (await Azure.TryAzAsync("ad group list", "stranger")).Refused("Insufficient privileges to complete the operation.");
    }

    [Fact]
    public async Task Logs_TellWhoDidWhat()
    {
        var made = (await Azure.AzAsync("ad sp create-for-rbac --name logged")).Json;
        (await Azure.TryAzAsync($"login --service-principal -u {made["appId"]} -p wrong -t {made["tenant"]}", "logged")).Refused("AADSTS7000215");

        (await Texts($"rest --url {Graph}/auditLogs/directoryAudits --query \"value[?targetResources[0].displayName=='logged'].activityDisplayName\""))
            .ShouldBe(["Add application", "Update application – Certificates and secrets management", "Add service principal"], ignoreOrder: true);
        (await Texts($"rest --url \"{Graph}/auditLogs/signIns?$filter=appId eq '{made["appId"]}'\" --query value[].status.failureReason"))
            .ShouldHaveSingleItem().ShouldStartWith("Invalid client secret provided.");
    }

    private static string SignIn(JsonNode made) => $"login --service-principal -u {made["appId"]} -p={made["password"]} -t {made["tenant"]} --allow-no-subscriptions";

    private async Task<string> DomainAsync() =>
        (await Azure.AzAsync($"rest --url {Graph}/domains --query value[0].id -o tsv")).Output.Trim();

    private async Task<IReadOnlyList<string>> Texts(string line) => [.. (await Azure.AzAsync(line)).Json.AsArray().Select(item => item!.GetValue<string>())];
}
