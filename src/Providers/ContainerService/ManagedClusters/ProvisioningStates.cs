namespace Verditer.Providers.ContainerService;

/// <summary>Provisioning states of clusters and agent pools, and the word that AKS's refusals have for each that is under way.</summary>
internal static class ProvisioningStates
{
    public const string Creating = "Creating";
    public const string Updating = "Updating";
    public const string Upgrading = "Upgrading";
    public const string Scaling = "Scaling";
    public const string Starting = "Starting";
    public const string Stopping = "Stopping";
    public const string RotatingCertificates = "RotatingClusterCertificates";
    public const string RotatingSigningKeys = "RotatingServiceAccountSigningKeys";
    public const string UpgradingNodeImage = "UpgradingNodeImageVersion";
    public const string Deleting = "Deleting";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";

    private static readonly Dictionary<string, string> Words = new()
    {
        [Creating] = "create", [Updating] = "update", [Upgrading] = "upgrade", [Scaling] = "scale", [Starting] = "start", [Stopping] = "stop", [Deleting] = "delete",
        [RotatingCertificates] = "rotate certificates", [RotatingSigningKeys] = "rotate service account signing keys",
        [UpgradingNodeImage] = "upgrade node image",
    };

    /// <summary>The operation under way, such as <c>create</c>; null for a state in which none is.</summary>
    public static string? UnderWay(string? state) => state is null ? null : Words.GetValueOrDefault(state);
}
