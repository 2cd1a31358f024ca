using System.Text.RegularExpressions;

namespace Verditer.EndToEnd;

/// <summary>Every way in which az 2.74 signs in.</summary>
public sealed partial class SignInTests(DirectoryFixture fixture) : IClassFixture<DirectoryFixture>
{
    private const string Password = "Correct-horse-7";

    private LocalAzure Azure => fixture.Azure;

    [Fact]
    public async Task User_SignsInWithAPassword_AndSeesWhatTheRoleAllows()
    {
        var user = await AddReaderAsync("grace");

        (await Azure.TryAzAsync($"login -u {user} -p wrong", "grace")).Refused("AADSTS50126");
        (await Azure.TryAzAsync($"login -u {user} -p {Password}", "grace")).Ok();

        (await Azure.TryAzAsync("group list", "grace")).Ok();
        (await Azure.TryAzAsync("group create -n graces -l westus2", "grace")).Refused("AuthorizationFailed", user);
        (await Azure.TryAzAsync("ad signed-in-user show --query userPrincipalName -o tsv", "grace")).Ok().Output.Trim().ShouldBe(user);
    }

    [Fact]
    public async Task User_SignsInWithADeviceCode()
    {
        var user = await AddReaderAsync("joan");
        var shown = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var login = Azure.TryAzAsync("login --use-device-code", "joan", onError: line =>
        {
            if (DeviceCode().Match(line) is { Success: true } match)
            {
                shown.TrySetResult(match.Groups[1].Value);
            }
        });

        await Task.WhenAny(shown.Task, login);
        shown.Task.IsCompleted.ShouldBeTrue();
        using var person = new Person(Azure);
        await person.OpenAsync("https://login.microsoftonline.com/device");
        await person.SubmitAsync(("code", await shown.Task));
        await person.SubmitAsync(("username", user), ("password", Password));
        (await person.SubmitAsync(("answer", "continue"))).ShouldContain("You have signed in");

        (await login).Json[0]!["user"]!["name"]!.GetValue<string>().ShouldBe(user);
    }

    [Fact]
    public async Task User_SignsInWithABrowser()
    {
        var user = await AddReaderAsync("mary");
        var shown = new ShownAddress(Azure, "mary");
        var login = await shown.BeginSignInAsync();

        using var person = new Person(Azure);
        await person.OpenAsync(await shown.ReadAsync());
        await person.SubmitAsync(("username", user), ("password", Password));

        (await login).Json[0]!["user"]!["name"]!.GetValue<string>().ShouldBe(user);
    }

    [Fact]
    public async Task Application_SignsInWithACertificate()
    {
        var made = (await Azure.AzAsync("ad sp create-for-rbac --name certified --create-cert")).Json;

        (await Azure.TryAzAsync(
            $"login --service-principal -u {made["appId"]} --certificate {made["fileWithCertAndPrivateKey"]} -t {Azure.TenantId} --allow-no-subscriptions",
            "certified")).Ok();
    }

    [Fact]
    public async Task Application_SignsInWithAForeignIssuersToken_AndAnotherSubjectIsNamed()
    {
        using var issuer = new FederatedIssuer(Azure.Variable("VERDITER_STATE"));
        var app = (await Azure.AzAsync("ad app create --display-name federated")).Json["appId"]!.GetValue<string>();
        await Azure.AzAsync($"ad sp create --id {app}");
        var credential = $$"""{"name":"pods","issuer":"{{issuer.Issuer}}","subject":"system:serviceaccount:default:app","audiences":["api://AzureADTokenExchange"]}""";
        var file = Path.Combine(Azure.Scratch, "credential.json");
        await File.WriteAllTextAsync(file, credential, TestContext.Current.CancellationToken);
        await Azure.AzAsync($"ad app federated-credential create --id {app} --parameters @{file}");
        var login = $"login --service-principal -u {app} -t {Azure.TenantId} --allow-no-subscriptions --federated-token ";

        (await Azure.TryAzAsync(login + issuer.Sign("system:serviceaccount:default:app"), "federated")).Ok();
        (await Azure.TryAzAsync(login + issuer.Sign("system:serviceaccount:default:other"), "mismatched"))
            .Refused("AADSTS700213", "system:serviceaccount:default:other");
    }

    private async Task<string> AddReaderAsync(string name)
    {
        var user = $"{name}@verditer.onmicrosoft.com";
        await Azure.AzAsync($"ad user create --display-name {name} --password {Password} --user-principal-name {user}");
        await Azure.AzAsync($"role assignment create --assignee {user} --role Reader --scope /subscriptions/{Azure.SubscriptionId}");
        return user;
    }

    [GeneratedRegex("enter the code ([A-Z0-9]{9})")]
    private static partial Regex DeviceCode();
}
