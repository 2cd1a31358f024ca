namespace Verditer.Host;

/// <summary>The hosts that Verditer answers for, as data. A new one is a new line.</summary>
internal static class ServedHosts
{
    /// <summary>Whole names. Source: https://learn.microsoft.com/azure/developer/intro/azure-service-sdk-tool-endpoints and the az CLI's cloud definitions.</summary>
    public static readonly IReadOnlyList<(string Host, ServedBy By)> Exact =
    [
        ("localhost", ServedBy.Origin),
        ("management.azure.com", ServedBy.ResourceManager),
        ("management.core.windows.net", ServedBy.ResourceManager),
        ("login.microsoftonline.com", ServedBy.Directory),
        ("login.windows.net", ServedBy.Directory),
        ("login.microsoft.com", ServedBy.Directory),
        ("sts.windows.net", ServedBy.Directory),
        ("graph.microsoft.com", ServedBy.Graph),
        ("graph.windows.net", ServedBy.RetiredGraph),
        ("aka.ms", ServedBy.ExtensionIndex),
        ("azcliextensionsync.blob.core.windows.net", ServedBy.ExtensionIndex),
        ("169.254.169.254", ServedBy.InstanceMetadata),
        ("dc.services.visualstudio.com", ServedBy.Telemetry),
        ("dc.applicationinsights.azure.com", ServedBy.Telemetry),
    ];

    /// <summary>Everything at or below a name, in this order.</summary>
    public static readonly IReadOnlyList<(string Suffix, ServedBy By)> Suffixes =
    [
        (".localhost", ServedBy.Origin),
        (".in.applicationinsights.azure.com", ServedBy.Telemetry),
        (".azmk8s.io", ServedBy.ClusterApi),
        (".azurecr.io", ServedBy.ContainerRegistry),
        (".oic.prod-aks.azure.com", ServedBy.ClusterIssuer),
        (".azure.com", ServedBy.UnservedAzure),
        (".azure.net", ServedBy.UnservedAzure),
        (".azure.cn", ServedBy.UnservedAzure),
        (".azure.us", ServedBy.UnservedAzure),
        (".windows.net", ServedBy.UnservedAzure),
        (".windowsazure.com", ServedBy.UnservedAzure),
        (".usgovcloudapi.net", ServedBy.UnservedAzure),
        (".chinacloudapi.cn", ServedBy.UnservedAzure),
        (".microsoftonline.com", ServedBy.UnservedAzure),
        (".microsoftonline.us", ServedBy.UnservedAzure),
        (".microsoft.com", ServedBy.UnservedAzure),
        (".azurewebsites.net", ServedBy.UnservedAzure),
        (".azureedge.net", ServedBy.UnservedAzure),
        (".azurefd.net", ServedBy.UnservedAzure),
        (".azure-api.net", ServedBy.UnservedAzure),
        (".azure-devices.net", ServedBy.UnservedAzure),
        (".azuredatabricks.net", ServedBy.UnservedAzure),
        (".azurecontainer.io", ServedBy.UnservedAzure),
        (".azurecontainerapps.io", ServedBy.UnservedAzure),
        (".azurestaticapps.net", ServedBy.UnservedAzure),
        (".cloudapp.net", ServedBy.UnservedAzure),
        (".msecnd.net", ServedBy.UnservedAzure),
        (".msauth.net", ServedBy.UnservedAzure),
        (".live.com", ServedBy.UnservedAzure),
        (".office.com", ServedBy.UnservedAzure),
        (".visualstudio.com", ServedBy.UnservedAzure),
        (".aka.ms", ServedBy.UnservedAzure),
    ];
}
