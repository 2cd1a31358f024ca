using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Host.Tests.Secrets;

/// <summary>
/// Every grant, credentials made by Graph, and a cluster with a service principal, with everything logged: afterwards no secret stands in the log or, in plain, in any file of the state folder.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class SecretsTests : IDisposable
{
    private const string ArmScope = "https://management.azure.com/.default";
    private const string UserScope = ArmScope + " offline_access openid";
    private const string GraphScope = "https://graph.microsoft.com/.default";
    private const string Graph = "https://graph.microsoft.com/v1.0";
    private const string Arm = "https://management.azure.com";
    private const string User = "ada@verditer.onmicrosoft.com";
    private const string Password = "Correct-horse-battery-7";
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The files that are there to hand out a credential or to hold a key, and what each may hold. All are their user's alone.</summary>
    private static readonly (string Pattern, string[] Holds)[] Holders =
    [
        ("^bootstrap\\.json$", ["the bootstrap principal's secret"]),
        ("^ca\\.key$", ["a private key"]),
        ("^clusters/[0-9a-f]+/cloud-provider\\.kubeconfig$", ["a private key"]),
    ];

    private readonly SecretHunt _hunt = new();
    private readonly StringWriter _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Secrets_OfAllThatWasDone_AreNeitherLoggedNorStoredInPlain()
    {
        var options = new VerditerOptions { StateFolder = TestHost.NewFolder(), Port = 0, Verbose = true, Log = _log, Rules = ResourceManager.RuleSet.Preview };
        await using (var host = await TestHost.StartAsync(_ => options))
        {
            using var session = new SignInSession(host);
            await SignInAsync(host, session);
            await MakeClusterAsync(host, session);
            CheckModes(host.Paths.Root);
            var files = await ReadAsync(host);

            var log = _log.ToString();
            log.ShouldContain("/oauth2/v2.0/token");
            _hunt.In(log).ShouldBeEmpty();
            _hunt.Names.Count.ShouldBeGreaterThan(20);
            files.Keys.ShouldContain("verditer.db");
            // What is looked for is found where it may be.
            _hunt.In(files["bootstrap.json"]).ShouldBe(["the bootstrap principal's secret"]);
            _hunt.In(files["ca.key"]).ShouldBe(["a private key"]);
            foreach (var (name, bytes) in files)
            {
                _hunt.In(bytes).Except(Holders.Where(h => Regex.IsMatch(name, h.Pattern)).SelectMany(h => h.Holds)).ShouldBeEmpty(name);
            }
        }
    }

    private async Task SignInAsync(TestHost host, SignInSession session)
    {
        var principal = host.Running.Principal;
        var secret = _hunt.Add("the bootstrap principal's secret", principal.Secret);
        var graph = Token("Graph", await session.TokenAsync("client_credentials", ("client_id", principal.ClientId), ("client_secret", secret), ("scope", GraphScope)));

        var app = await session.SendAsync(HttpMethod.Post, $"{Graph}/applications", graph, new() { ["displayName"] = "app" });
        await session.SendAsync(HttpMethod.Post, $"{Graph}/servicePrincipals", graph, new() { ["appId"] = app.Text("appId") });
        var client = ("client_id", app.Text("appId")!);
        var password = _hunt.Add("a client secret", (await session.SendAsync(HttpMethod.Post, $"{Graph}/applications/{app.Text("id")}/addPassword", graph, [])).Text("secretText"));
        Token("client_credentials", await session.TokenAsync("client_credentials", client, ("client_secret", password), ("scope", ArmScope)));
        var wrong = _hunt.Add("a wrong client secret", "Wrong~secret~of~a~client");
        (await session.TokenAsync("client_credentials", client, ("client_secret", wrong), ("scope", ArmScope))).Text("error").ShouldBe("invalid_client");

        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        await session.SendAsync(HttpMethod.Patch, $"{Graph}/applications/{app.Text("id")}", graph, new()
        {
            ["keyCredentials"] = new JsonArray(new JsonObject { ["type"] = "AsymmetricX509Cert", ["usage"] = "Verify", ["key"] = Convert.ToBase64String(certificate.RawData) }),
        });
        var assertion = _hunt.Add("a client assertion", Assertion(key, certificate, client.Item2, principal.TenantId));
        Token("certificate", await session.TokenAsync("client_credentials", client, ("scope", ArmScope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", assertion)));

        await session.SendAsync(HttpMethod.Post, $"{Graph}/users", graph, new()
        {
            ["accountEnabled"] = true,
            ["displayName"] = "Ada",
            ["mailNickname"] = "ada",
            ["userPrincipalName"] = User,
            ["passwordProfile"] = new JsonObject { ["password"] = _hunt.Add("a user's password", Password), ["forceChangePasswordNextSignIn"] = false },
        });
        var cli = ("client_id", SignInSession.AzureCli);
        var scope = ("scope", UserScope);
        (await session.TokenAsync("password", cli, scope, ("username", User), ("password", _hunt.Add("a wrong password", "Wrong-horse-battery-8")))).Text("error").ShouldBe("invalid_grant");
        var byPassword = UserTokens("password", await session.TokenAsync("password", cli, scope, ("username", User), ("password", Password)));
        UserTokens("refresh_token", await session.TokenAsync("refresh_token", cli, scope, ("refresh_token", byPassword.Text("refresh_token")!)));

        await session.OpenAsync($"authorize?client_id={cli.Item2}&redirect_uri=http%3A%2F%2Flocalhost&response_type=code&scope={Uri.EscapeDataString(UserScope)}");
        var led = await session.SubmitAsync(("username", User), ("password", Password));
        var code = _hunt.Add("an authorization code", Uri.UnescapeDataString(Code().Match(led!).Groups[1].Value));
        UserTokens("authorization_code", await session.TokenAsync("authorization_code", cli, scope, ("code", code), ("redirect_uri", "http://localhost")));

        var device = await session.BeginDeviceAsync(UserScope);
        using var browser = new SignInSession(host);
        await browser.OpenAsync("/device");
        await browser.SubmitAsync(("code", device.Text("user_code")!));
        await browser.SubmitAsync(("username", User), ("password", Password));
        await browser.SubmitAsync(("answer", "continue"));
        UserTokens("device_code", await session.TokenAsync("urn:ietf:params:oauth:grant-type:device_code", cli, ("device_code", _hunt.Add("a device code", device.Text("device_code")))));

        // For another client than the one that presents it: refused, and not written down either.
        var other = await session.TokenAsync("urn:ietf:params:oauth:grant-type:jwt-bearer", client, ("client_secret", password), ("scope", GraphScope),
            ("assertion", byPassword.Text("access_token")!), ("requested_token_use", "on_behalf_of"));
        other.Text("error").ShouldNotBeNull();
        await ActForOthersAsync(host, session, graph, app, ("client_secret", password));
    }

    /// <summary>On behalf of a user, and with a managed identity's token in place of a secret.</summary>
    private async Task ActForOthersAsync(TestHost host, SignInSession session, string graph, JsonObject app, (string Name, string Value) secret)
    {
        var (tenant, client) = (host.Running.Principal.TenantId, ("client_id", app.Text("appId")!));
        await session.SendAsync(HttpMethod.Patch, $"{Graph}/applications/{app.Text("id")}", graph, (JsonObject)JsonNode.Parse($$$"""
            {"api":{"oauth2PermissionScopes":[{"id":"{{{Guid.NewGuid()}}}","value":"act","type":"User","isEnabled":true,"userConsentDisplayName":"act","adminConsentDisplayName":"act"}]}}
            """)!);
        await session.SendAsync(HttpMethod.Post, $"{Graph}/oauth2PermissionGrants", graph, new()
        {
            ["clientId"] = (await session.SendAsync(HttpMethod.Get, $"{Graph}/servicePrincipals(appId='{app.Text("appId")}')", graph)).Text("id"),
            ["consentType"] = "AllPrincipals",
            ["resourceId"] = (await session.SendAsync(HttpMethod.Get, $"{Graph}/servicePrincipals(appId='797f4846-ba00-4fd7-ba43-dac1f8f63013')", graph)).Text("id"),
            ["scope"] = "user_impersonation",
        });
        var forService = Token("a service", await session.TokenAsync("password", ("client_id", SignInSession.AzureCli), ("scope", $"{app.Text("appId")}/act"), ("username", User), ("password", Password)));
        UserTokens("on-behalf-of", await session.TokenAsync("urn:ietf:params:oauth:grant-type:jwt-bearer", client, secret, ("scope", UserScope),
            ("assertion", forService), ("requested_token_use", "on_behalf_of")));

        var identity = await host.Running.Services.GetRequiredService<IDirectory>().EnsureManagedIdentityAsync(tenant, "/subscriptions/s/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who", ManagedIdentityKind.UserAssigned);
        await session.SendAsync(HttpMethod.Post, $"{Graph}/applications/{app.Text("id")}/federatedIdentityCredentials", graph, new()
        {
            ["name"] = "identity",
            ["issuer"] = $"https://login.microsoftonline.com/{tenant}/v2.0",
            ["subject"] = identity.PrincipalId,
            ["audiences"] = new JsonArray("api://AzureADTokenExchange"),
        });
        var issued = await host.Running.Services.GetRequiredService<ITokenIssuer>().ForManagedIdentityAsync(identity, "api://AzureADTokenExchange");
        Token("federated", await session.TokenAsync("client_credentials", client, ("scope", ArmScope), ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", _hunt.Add("a federated assertion", issued.Token!.Value))));
    }

    private async Task MakeClusterAsync(TestHost host, SignInSession session)
    {
        var principal = host.Running.Principal;
        var token = Token("Resource Manager", await session.TokenAsync("client_credentials", ("client_id", principal.ClientId), ("client_secret", principal.Secret!), ("scope", ArmScope)));
        var graph = Token("Graph again", await session.TokenAsync("client_credentials", ("client_id", principal.ClientId), ("client_secret", principal.Secret!), ("scope", GraphScope)));
        var app = await session.SendAsync(HttpMethod.Post, $"{Graph}/applications", graph, new() { ["displayName"] = "cluster" });
        var servicePrincipal = await session.SendAsync(HttpMethod.Post, $"{Graph}/servicePrincipals", graph, new() { ["appId"] = app.Text("appId") });
        var secret = _hunt.Add("the cluster's service principal's secret",
            (await session.SendAsync(HttpMethod.Post, $"{Graph}/applications/{app.Text("id")}/addPassword", graph, [])).Text("secretText"));

        var subscription = $"{Arm}/subscriptions/{principal.SubscriptionId}";
        foreach (var name in (string[])["Microsoft.ContainerService", "Microsoft.Network", "Microsoft.Compute", "Microsoft.ManagedIdentity"])
        {
            await session.SendAsync(HttpMethod.Post, $"{subscription}/providers/{name}/register?api-version=2021-04-01", token);
            await UntilAsync(async () => (await session.SendAsync(HttpMethod.Get, $"{subscription}/providers/{name}?api-version=2021-04-01", token)).Text("registrationState") == "Registered");
        }

        await session.SendAsync(HttpMethod.Put, $"{subscription}/resourceGroups/rg?api-version=2021-04-01", token, new() { ["location"] = "westus2" });
        await session.SendAsync(HttpMethod.Put, $"{subscription}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01", token, new()
        {
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c",
                ["principalId"] = servicePrincipal.Text("id"),
            },
        });
        var cluster = $"{subscription}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/one";
        await session.SendAsync(HttpMethod.Put, $"{cluster}?api-version=2020-11-01", token, (JsonObject)JsonNode.Parse($$$$"""
            {"location":"westus2","properties":{"dnsPrefix":"one","agentPoolProfiles":[{"name":"nodepool1","count":1,"vmSize":"Standard_DS2_v2","mode":"System","type":"VirtualMachineScaleSets"}],
            "servicePrincipalProfile":{"clientId":"{{{{app.Text("appId")}}}}","secret":"{{{{secret}}}}"}}}
            """)!);
        await UntilAsync(async () => (await session.SendAsync(HttpMethod.Get, $"{cluster}?api-version=2020-11-01", token)).Text("properties", "provisioningState") == "Succeeded");
        foreach (var list in (string[])["listClusterAdminCredential", "listClusterUserCredential"])
        {
            var credential = (await session.SendAsync(HttpMethod.Post, $"{cluster}/{list}?api-version=2020-11-01", token))["kubeconfigs"]![0].Text("value");
            var kubeconfig = Encoding.UTF8.GetString(Convert.FromBase64String(credential!));
            _hunt.Add($"the token of {list}", KubeconfigValue(kubeconfig, "token"));
            var key = _hunt.Add($"the key of {list}", KubeconfigValue(kubeconfig, "client-key-data"));
            _hunt.Add($"the key of {list} as PEM", Encoding.ASCII.GetString(Convert.FromBase64String(key)).Split('\n')[1]);
        }
    }

    private string Token(string grant, JsonObject answer) => _hunt.Add($"the access token of {grant}", answer.Text("access_token"));

    private JsonObject UserTokens(string grant, JsonObject answer)
    {
        Token(grant, answer);
        _hunt.Add($"the refresh token of {grant}", answer.Text("refresh_token"));
        _hunt.Add($"the ID token of {grant}", answer.Text("id_token"));
        return answer;
    }

    private static string Assertion(RSA key, X509Certificate2 certificate, string client, string tenant)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject { ["alg"] = "RS256", ["x5t"] = Base64Url.EncodeToString(certificate.GetCertHash()) };
        var payload = new JsonObject
        {
            ["iss"] = client,
            ["sub"] = client,
            ["aud"] = $"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
            ["nbf"] = now,
            ["exp"] = now + 600,
            ["jti"] = Guid.NewGuid().ToString(),
        };
        var unsigned = $"{Base64Url.EncodeToString(Json.ToBytes(header))}.{Base64Url.EncodeToString(Json.ToBytes(payload))}";
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>Everything in the folder but Verditer's own certificates is its user's alone.</summary>
    private static void CheckModes(string root)
    {
        var wrong = new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Where(entry => entry.UnixFileMode != (entry is DirectoryInfo ? Owner | UnixFileMode.UserExecute : Owner))
            .Select(entry => $"{entry.UnixFileMode} {Path.GetRelativePath(root, entry.FullName)}");
        wrong.ShouldBeEmpty();
    }

    /// <summary>Stops the host, so that all is on the disk, and reads what is there.</summary>
    private static async Task<Dictionary<string, byte[]>> ReadAsync(TestHost host)
    {
        await host.Running.DisposeAsync();
        return System.IO.Directory.EnumerateFiles(host.Paths.Root, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(host.Paths.Root, file), File.ReadAllBytes);
    }

    private static async Task UntilAsync(Func<Task<bool>> isDone)
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            if (await isDone())
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException("it never came to that");
    }

    private static string KubeconfigValue(string kubeconfig, string name) =>
        Regex.Match(kubeconfig, $@"{name}: ""?([^\s""]+)").Groups[1].Value;

    [GeneratedRegex("[?&]code=([^&]+)")]
    private static partial Regex Code();
}
