namespace Verditer.Core;

/// <summary>Names of what decided a refusal, beside roles.</summary>
public static class RefusalFacts
{
    /// <summary>What the token says: object id, client id, tenant, audience; its times in ISO 8601.</summary>
    public const string TokenObjectId = "tokenObjectId";
    public const string TokenClientId = "tokenClientId";
    public const string TokenTenantId = "tokenTenantId";
    public const string TokenAudience = "tokenAudience";
    public const string TokenStarts = "tokenStarts";
    public const string TokenEnds = "tokenEnds";

    /// <summary>The audiences that would have been taken, with spaces between.</summary>
    public const string AcceptedAudiences = "acceptedAudiences";

    /// <summary><c>disabled</c> or <c>absent</c>.</summary>
    public const string PrincipalState = "principalState";

    /// <summary>A provider's namespace that is not registered in <see cref="Subscription"/>.</summary>
    public const string Namespace = "namespace";
    public const string Subscription = "subscription";
    public const string RegistrationState = "registrationState";

    /// <summary>A preview feature that is not in effect, its state, since when it is registered, and when the provider's last registration began.</summary>
    public const string Feature = "feature";
    public const string FeatureState = "featureState";
    public const string FeatureRegistered = "featureRegistered";
    public const string RegistrationBegun = "registrationBegun";

    /// <summary>An object id that the directory does not know as a principal's.</summary>
    public const string PrincipalId = "principalId";

    /// <summary>An identity that needs a right, other than the caller.</summary>
    public const string NeedyObjectId = "needyObjectId";

    /// <summary>Graph: directory roles and application permissions that would do, with commas between.</summary>
    public const string GraphRoles = "graphRoles";
    public const string GraphPermissions = "graphPermissions";

    /// <summary>Instance metadata: the machine, the resource that it belongs to, the client ids that it carries, and what the request chose by.</summary>
    public const string Machine = "machine";
    public const string MachineOwner = "machineOwner";
    public const string CarriedIdentities = "carriedIdentities";
    public const string AskedFor = "askedFor";

    /// <summary>A cluster's API: its name, who asked (and who asked in that one's name), and the permission that was missing.</summary>
    public const string Cluster = "cluster";
    public const string ClusterUser = "clusterUser";
    public const string ClusterGroups = "clusterGroups";
    public const string ImpersonatedBy = "impersonatedBy";
    public const string Verb = "verb";
    public const string ApiGroup = "apiGroup";
    public const string Resource = "resource";
    public const string ClusterNamespace = "clusterNamespace";
    public const string ObjectName = "objectName";
    public const string NonResourcePath = "nonResourcePath";

    /// <summary>A time as facts and reports write it.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
