using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded;

/// <summary>What is kept of a cluster beside its objects. Private keys and tokens are sealed: the document has none of them in plain text.</summary>
/// <param name="Port">0 until it is first started.</param>
/// <param name="AuthorityCertificate">PEM.</param>
/// <param name="Rotation">The name of the last rotation of its certificates; null before the first.</param>
internal sealed record ClusterRecord(ControlPlaneSpec Spec, int Port, string AuthorityCertificate, ClusterSecrets Secrets, string? Rotation = null)
{
    /// <summary>The key before the last rotation of service-account keys; null where there is none.</summary>
    public RetiredKeyRecord? RetiredKey { get; init; }

    public JsonObject ToJson(ISecretProtector protector) => new()
    {
        ["spec"] = new JsonObject
        {
            ["clusterKey"] = Spec.ClusterKey,
            ["name"] = Spec.Name,
            ["kubernetesVersion"] = Spec.KubernetesVersion,
            ["fqdn"] = Spec.Fqdn,
            ["podCidr"] = Spec.PodCidr,
            ["serviceCidr"] = Spec.ServiceCidr,
            ["dnsServiceIp"] = Spec.DnsServiceIp,
            ["issuer"] = Spec.Issuer,
            ["workloadIdentityTenant"] = Spec.WorkloadIdentityTenant,
        },
        ["port"] = Port,
        ["authority"] = AuthorityCertificate,
        ["rotation"] = Rotation,
        ["retiredKey"] = RetiredKey?.ToJson(),
        ["sealed"] = Convert.ToBase64String(protector.Seal(Json.ToBytes(Secrets.ToJson()), Purpose(Spec.ClusterKey))),
    };

    /// <exception cref="CryptographicException">The secrets were sealed with another key.</exception>
    public static ClusterRecord Read(ReadOnlySpan<byte> body, ISecretProtector protector)
    {
        var record = Json.ParseObject(body);
        var spec = record["spec"];
        string Text(string name) => spec.Text(name) ?? "";
        var cluster = new ControlPlaneSpec(
            Text("clusterKey"), Text("name"), Text("kubernetesVersion"), Text("fqdn"), Text("podCidr"), Text("serviceCidr"), Text("dnsServiceIp"))
        {
            Issuer = spec.Text("issuer"),
            WorkloadIdentityTenant = spec.Text("workloadIdentityTenant"),
        };
        var secrets = protector.Open(Convert.FromBase64String(record.Text("sealed") ?? ""), Purpose(cluster.ClusterKey));
        return new(cluster, record.Number("port") ?? 0, record.Text("authority") ?? "", ClusterSecrets.Read(Json.ParseObject(secrets)), record.Text("rotation"))
        {
            RetiredKey = record["retiredKey"] is JsonObject retired ? RetiredKeyRecord.Read(retired) : null,
        };
    }

    private static string Purpose(string clusterKey) => $"kubernetes cluster {clusterKey}";
}

/// <summary>A cluster's private keys (PKCS#8, PEM) and the tokens of its kubeconfigs, by user. Never logged.</summary>
internal sealed record ClusterSecrets(string AuthorityKey, string ServiceAccountKey, IReadOnlyDictionary<string, string> Tokens)
{
    public JsonObject ToJson() => new()
    {
        ["authorityKey"] = AuthorityKey,
        ["serviceAccountKey"] = ServiceAccountKey,
        ["tokens"] = new JsonObject(Tokens.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
    };

    public static ClusterSecrets Read(JsonObject secrets) => new(
        secrets.Text("authorityKey") ?? "",
        secrets.Text("serviceAccountKey") ?? "",
        (secrets["tokens"] as JsonObject ?? []).ToDictionary(pair => pair.Key, pair => pair.Value.Text() ?? ""));

    public override string ToString() => nameof(ClusterSecrets);
}
