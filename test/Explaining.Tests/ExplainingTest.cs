using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Explaining.Tests;

/// <summary>A cloud that keeps its refusals.</summary>
public abstract class ExplainingTest : CloudTest
{
    protected const int Limit = 20;

    protected const string Network =
        """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.1.0.0/16"}}]}}""";

    protected override TestCloudOptions Options => new() { Parts = services => services.AddExplaining(new() { RefusalsKept = Limit }) };

    protected RefusalLog Refusals => Cloud.Get<RefusalLog>();

    protected static string Interface(string subnet) =>
        $$"""{"location":"westus2","properties":{"ipConfigurations":[{"name":"c","properties":{"subnet":{"id":"{{subnet}}"} } }]} }""";

    /// <summary>An application with a secret, in the test's hands.</summary>
    protected Task<OwnedApplication> AddApplicationAsync(TimeSpan? secretLifetime = null) => Cloud.Get<IDirectory>().EnsureOwnedApplicationAsync(
        Cloud.TenantId, Guid.NewGuid().ToString(), "app", Cloud.Owner.ObjectId, secretLifetime ?? TimeSpan.FromDays(365));

    protected async Task<OAuthResult> SignInAsync(OwnedApplication app, string resource = "https://management.azure.com/") =>
        await Cloud.Get<ITokenIssuer>().ForClientSecretAsync(Cloud.TenantId, app.AppId, app.Secret, resource);
}
