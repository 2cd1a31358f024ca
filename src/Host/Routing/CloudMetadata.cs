using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Host;

/// <summary>
/// <c>/metadata/endpoints</c>: what the cloud's addresses are. The shape goes with the api-version: one object in 2015-01-01 and from 2022-09-01, a list in
/// between (which the cloud provider asks for). Source: cloud discovery of az, hashicorp/go-azure-sdk and cloud-provider-azure.
/// </summary>
internal sealed class CloudMetadata(HostTable hosts)
{
    private const string Audience = "https://management.azure.com/";
    private const string OldAudience = "https://management.core.windows.net/";

    private static readonly Dictionary<string, Func<CloudAddresses, JsonNode>> ByApiVersion = new(StringComparer.OrdinalIgnoreCase)
    {
        ["2015-01-01"] = Oldest,
        ["2018-05-01"] = c => new JsonArray(Full(c)),
        ["2019-05-01"] = c => new JsonArray(Full(c)),
        ["2019-10-01"] = c => new JsonArray(Full(c)),
        ["2020-06-01"] = c => new JsonArray(Full(c)),
        ["2020-09-01"] = c => new JsonArray(Full(c)),
        ["2022-09-01"] = Full,
        ["2023-12-01"] = Full,
    };

    public Task HandleAsync(HttpContext context)
    {
        var version = context.Request.Query["api-version"].ToString();
        if (version.Length == 0)
        {
            return Answer.ErrorAsync(context, new ArmError(400, "MissingApiVersionParameter",
                "The api-version query parameter (?api-version=) is required for all requests."));
        }

        if (!ByApiVersion.TryGetValue(version, out var write))
        {
            return Answer.ErrorAsync(context, new ArmError(400, "InvalidApiVersionParameter",
                $"The api-version '{version}' is invalid. The supported versions are '{string.Join(',', ByApiVersion.Keys)}'."));
        }

        return Answer.JsonAsync(context, write(CloudAddresses.For(context.Request, hosts.Find(context.Request.Host.Host))));
    }

    private static JsonObject Oldest(CloudAddresses cloud) => new()
    {
        ["galleryEndpoint"] = "https://gallery.azure.com/",
        ["graphEndpoint"] = cloud.MicrosoftGraph,
        ["portalEndpoint"] = cloud.Portal,
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = cloud.LoginEndpoint,
            ["audiences"] = new JsonArray(OldAudience, Audience),
        },
    };

    private static JsonObject Full(CloudAddresses cloud) => new()
    {
        ["name"] = cloud.Name,
        ["portal"] = cloud.Portal,
        ["authentication"] = new JsonObject
        {
            ["loginEndpoint"] = cloud.LoginEndpoint,
            ["audiences"] = new JsonArray(OldAudience, Audience),
            ["tenant"] = "common",
            ["identityProvider"] = cloud.LoginEndpoint.EndsWith("/adfs", StringComparison.Ordinal) ? "ADFS" : "AAD",
        },
        ["media"] = "https://rest.media.azure.net",
        ["graphAudience"] = cloud.MicrosoftGraph,
        ["graph"] = cloud.MicrosoftGraph,
        ["microsoftGraphResourceId"] = cloud.MicrosoftGraph,
        ["resourceManager"] = cloud.ResourceManager,
        ["gallery"] = "https://gallery.azure.com/",
        ["batch"] = "https://batch.core.windows.net/",
        ["sqlManagement"] = "https://management.core.windows.net:8443/",
        ["vmImageAliasDoc"] = "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/main/arm-compute/quickstart-templates/aliases.json",
        ["activeDirectoryDataLake"] = "https://datalake.azure.net/",
        ["logAnalyticsResourceId"] = "https://api.loganalytics.io",
        ["suffixes"] = new JsonObject
        {
            ["acrLoginServer"] = "azurecr.io",
            ["keyVaultDns"] = "vault.azure.net",
            ["storage"] = "core.windows.net",
            ["sqlServerHostname"] = "database.windows.net",
            ["azureFrontDoorEndpointSuffix"] = "azurefd.net",
        },
    };
}
