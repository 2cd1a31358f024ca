using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>
/// The founding problem: of two clusters one runs on a service principal and one on managed identity; a year later the secret has ended, and only the first stops
/// working, until it is given a new one.
/// </summary>
internal sealed class ExpiryStory(StoryTeller tell, StoryCloud cloud, AdminClient admin, string subscription, CancellationToken stop)
{
    private const string Old = "on-service-principal";
    private const string New = "on-managed-identity";
    private const string Aks = "api-version=2022-11-01";
    private const string Expired = "AADSTS7000222";
    private const string Invalid = "The credentials in ServicePrincipalProfile were invalid";

    private string Group => $"/subscriptions/{subscription}/resourceGroups/story";

    public async Task PlayAsync()
    {
        await cloud.SignInAsync();
        await RegisterAsync();
        var (appId, secret) = await MakePrincipalAsync();
        tell.Chapter("Two clusters, under the rules of the preview");
        await MakeClusterAsync(Old, appId, secret);
        await MakeClusterAsync(New, null, null);
        using var old = await ConnectAsync(Old);
        using var managed = await ConnectAsync(New);
        await ExposeAsync(old, Old, "before");
        await ExposeAsync(managed, New, "before");

        tell.Chapter("A year goes by");
        await AdvanceAsync(TimeSpan.FromDays(366));
        tell.Chapter("The cluster on a service principal stops working");
        await FailToExposeAsync(old);
        await FailToScaleAsync();
        await FailToUpgradeAsync();
        tell.Chapter("The cluster on managed identity carries on");
        await ExposeAsync(managed, New, "after");
        await ScaleAsync(managed, New, 3);
        await UpgradeAsync(New);

        tell.Chapter("A new secret mends the first");
        await MendAsync(appId);
        await AddressAsync(old, Old, "after");
        await ScaleAsync(old, Old, 3);
        await UpgradeAsync(Old);
    }

    private async Task RegisterAsync()
    {
        tell.Chapter("A subscription with the preview feature MSIPreview");
        var root = $"/subscriptions/{subscription}/providers";
        var feature = $"{root}/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview";
        await cloud.ArmAsync("POST", $"{feature}/register?api-version=2021-07-01");
        var state = await AwaitStateAsync($"{feature}?api-version=2021-07-01", "state");
        tell.Expect("az feature register --namespace Microsoft.ContainerService --name MSIPreview", state, state == "Registered", "Registered");
        await cloud.ArmAsync("POST", $"{root}/Microsoft.ContainerService/register?api-version=2021-04-01");
        state = await AwaitStateAsync($"{root}/Microsoft.ContainerService?api-version=2021-04-01", "registrationState");
        tell.Expect("az provider register --namespace Microsoft.ContainerService", state, state == "Registered", "Registered");
        var group = await cloud.ArmAsync("PUT", $"{Group}?api-version=2021-04-01", new JsonObject { ["location"] = "westeurope" });
        tell.Expect("az group create --name story --location westeurope", group.Text, group.Succeeded, "success");
    }

    private async Task<string> AwaitStateAsync(string path, string name) => await cloud.AwaitAsync(async () =>
    {
        var body = (await cloud.ArmAsync("GET", path)).Body;
        return (body.Text("properties", name) ?? body.Text(name)) is "Registered" ? "Registered" : null;
    }) ?? "not Registered in time";

    private async Task<(string AppId, string Secret)> MakePrincipalAsync()
    {
        tell.Chapter("A service principal with a secret that lasts a year");
        var app = await cloud.GraphAsync("POST", "/v1.0/applications", new JsonObject { ["displayName"] = "story" });
        var appId = app.Body.Text("appId") ?? throw new StoryException($"the application was not made: {app.Text}");
        var principal = await cloud.GraphAsync("POST", "/v1.0/servicePrincipals", new JsonObject { ["appId"] = appId });
        tell.Expect("az ad sp create-for-rbac --name story", $"client id {appId}, object id {principal.Body.Text("id")}", principal.Succeeded, "a service principal");
        return (appId, await AddSecretAsync(appId, (await NowAsync()).AddDays(365)));
    }

    private async Task<string> AddSecretAsync(string appId, DateTimeOffset end)
    {
        var secret = await cloud.GraphAsync("POST", $"/v1.0/applications(appId='{appId}')/addPassword", StoryBodies.Secret(end));
        tell.Expect($"az ad app credential reset --id {appId} --append --end-date {end:yyyy-MM-dd}", secret.Succeeded ? $"a secret that ends {secret.Body.Text("endDateTime")}" : secret.Text, secret.Succeeded, "a secret");
        return secret.Body.Text("secretText")!;
    }

    private async Task MakeClusterAsync(string name, string? appId, string? secret)
    {
        var made = await cloud.FollowAsync(await cloud.ArmAsync("PUT", $"{ClusterId(name)}?{Aks}", StoryBodies.Cluster(name, appId, secret)));
        var options = appId is null ? "--enable-managed-identity" : $"--service-principal {appId} --client-secret ...";
        tell.Expect($"az aks create --resource-group story --name {name} {options}", made.Text, made.Succeeded, "Succeeded");
    }

    private async Task<StoryCluster> ConnectAsync(string name)
    {
        var answer = await cloud.ArmAsync("POST", $"{ClusterId(name)}/listClusterAdminCredential?{Aks}");
        var value = answer.Body["kubeconfigs"]?[0].Text("value") ?? throw new StoryException($"no credentials of {name}: {answer.Text}");
        return StoryCluster.Open(Encoding.UTF8.GetString(Convert.FromBase64String(value)));
    }

    private async Task ExposeAsync(StoryCluster cluster, string name, string service)
    {
        await cluster.ExposeAsync(service, stop);
        await AddressAsync(cluster, name, service);
    }

    private async Task AddressAsync(StoryCluster cluster, string name, string service)
    {
        var address = await cloud.AwaitAsync(() => cluster.AddressOfAsync(service, stop));
        tell.Expect($"kubectl --context {name} get service {service}", $"EXTERNAL-IP {address ?? "<pending>"}", address is not null, "an address");
    }

    private async Task FailToExposeAsync(StoryCluster cluster)
    {
        await cluster.ExposeAsync("after", stop);
        var warning = await cloud.AwaitAsync(async () => await cluster.WarningAboutAsync("after", stop) is { } text && text.Contains(Expired, StringComparison.Ordinal) ? text : null);
        tell.Expect($"kubectl --context {Old} get events", warning ?? "no warning", warning is not null, Expired);
        var address = await cluster.AddressOfAsync("after", stop);
        tell.Expect($"kubectl --context {Old} get service after", $"EXTERNAL-IP {address ?? "<pending>"}", address is null, "<pending>");
    }

    private async Task FailToScaleAsync()
    {
        var failed = await cloud.FollowAsync(await PutPoolAsync(Old, 3));
        tell.Expect(ScaleCommand(Old, 3), failed.Text, failed.Outcome == "Failed" && failed.Text.Contains(Expired, StringComparison.Ordinal), $"a failed operation with {Expired}");
    }

    private async Task FailToUpgradeAsync()
    {
        var (version, answer) = await PutVersionAsync(Old);
        tell.Expect(UpgradeCommand(Old, version), answer.Text,
            answer.Status == 400 && answer.Body.Text("error", "code") == "BadRequest" && answer.Text.Contains(Invalid, StringComparison.Ordinal), "400 BadRequest with the credentials text");
    }

    private async Task ScaleAsync(StoryCluster cluster, string name, int count)
    {
        var done = await cloud.FollowAsync(await PutPoolAsync(name, count));
        var nodes = await cluster.NodesAsync(stop);
        tell.Expect(ScaleCommand(name, count), $"{done.Text}, {nodes} nodes", done.Succeeded && nodes == count, $"{count} nodes");
    }

    private async Task UpgradeAsync(string name)
    {
        var (version, answer) = await PutVersionAsync(name);
        var done = await cloud.FollowAsync(answer);
        tell.Expect(UpgradeCommand(name, version), done.Text, done.Succeeded, "Succeeded");
    }

    private Task<StoryAnswer> PutPoolAsync(string name, int count) => cloud.ArmAsync("PUT", $"{ClusterId(name)}/agentPools/nodepool1?{Aks}", StoryBodies.Pool(count));

    /// <summary>Asks for the next version, as az does: what a GET answers with another version in it.</summary>
    private async Task<(string Version, StoryAnswer Answer)> PutVersionAsync(string name)
    {
        var upgrades = await cloud.ArmAsync("GET", $"{ClusterId(name)}/upgradeProfiles/default?{Aks}");
        var version = (upgrades.Body.At("properties", "controlPlaneProfile", "upgrades") as JsonArray)?.FirstOrDefault().Text("kubernetesVersion")
            ?? throw new StoryException($"{name} has no upgrade: {upgrades.Body.ToJsonString()}");
        var cluster = (await cloud.ArmAsync("GET", $"{ClusterId(name)}?{Aks}")).Body;
        cluster["properties"]!["kubernetesVersion"] = version;
        return (version, await cloud.ArmAsync("PUT", $"{ClusterId(name)}?{Aks}", cluster));
    }

    private async Task MendAsync(string appId)
    {
        var secret = await AddSecretAsync(appId, (await NowAsync()).AddDays(365));
        var done = await cloud.FollowAsync(await cloud.ArmAsync("POST", $"{ClusterId(Old)}/resetServicePrincipalProfile?{Aks}", StoryBodies.Principal(appId, secret)));
        tell.Expect($"az aks update-credentials --resource-group story --name {Old} --reset-service-principal --service-principal {appId} --client-secret ...", done.Text, done.Succeeded, "Succeeded");
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        var clock = await admin.PostAsync("clock", new JsonObject { ["seconds"] = time.TotalSeconds }, stop);
        await cloud.SignInAsync();
        tell.Step($"verditer clock advance {(int)time.TotalDays}d", $"Verditer's time is {clock.Text("now")}");
    }

    private async Task<DateTimeOffset> NowAsync() => DateTimeOffset.Parse((await admin.GetAsync("clock", stop)).Text("now")!, CultureInfo.InvariantCulture);

    private string ClusterId(string name) => $"{Group}/providers/Microsoft.ContainerService/managedClusters/{name}";

    private static string ScaleCommand(string name, int count) => $"az aks nodepool scale --resource-group story --cluster-name {name} --name nodepool1 --node-count {count}";

    private static string UpgradeCommand(string name, string version) => $"az aks upgrade --resource-group story --name {name} --kubernetes-version {version}";
}
