namespace Verditer.Kubernetes;

/// <summary>
/// The signers that a cluster has, and what each of them signs. Source: the documentation "Certificate Signing Requests", kubernetes/pkg/apis/certificates/helpers.go.
/// </summary>
internal sealed record CertificateSigner(string Name, bool ForServers, Func<SigningRequest, IReadOnlyList<string>, string?> Refuse)
{
    public const string Client = "kubernetes.io/kube-apiserver-client";
    public const string Masters = "system:masters";

    private const string Signature = "digital signature";
    private const string Encipherment = "key encipherment";
    private const string ClientAuthentication = "client auth";
    private const string ServerAuthentication = "server auth";

    public static readonly IReadOnlyList<CertificateSigner> All =
    [
        new(Client, ForServers: false, (_, usages) => RefuseClient(usages)),
        new("kubernetes.io/kube-apiserver-client-kubelet", ForServers: false, (request, usages) => RefuseNode(request) ?? RefuseNodeClient(request, usages)),
        new("kubernetes.io/kubelet-serving", ForServers: true, (request, usages) => RefuseNode(request) ?? RefuseNodeServer(request, usages)),
    ];

    private static string? RefuseClient(IReadOnlyList<string> usages) =>
        usages.FirstOrDefault(usage => usage is not (Signature or Encipherment or ClientAuthentication)) is { } other ? $"invalid usage for client certificate: {other}"
        : usages.Contains(ClientAuthentication) ? null
        : $"missing required usage for client certificate: {ClientAuthentication}";

    private static string? RefuseNode(SigningRequest request) =>
        request.Subject.Organizations is not ["system:nodes"] ? "subject organization is not system:nodes"
        : !request.Subject.CommonName.StartsWith("system:node:", StringComparison.Ordinal) ? "subject common name does not begin with system:node:"
        : request.Names.Contains(SubjectName.Email) ? "Email subjectAltNames are not allowed"
        : request.Names.Contains(SubjectName.Uri) ? "URI subjectAltNames are not allowed"
        : null;

    private static string? RefuseNodeClient(SigningRequest request, IReadOnlyList<string> usages) =>
        request.Names.Contains(SubjectName.Dns) ? "DNS subjectAltNames are not allowed"
        : request.Names.Contains(SubjectName.Ip) ? "IP subjectAltNames are not allowed"
        : RefuseUsages(usages, ClientAuthentication);

    private static string? RefuseNodeServer(SigningRequest request, IReadOnlyList<string> usages) =>
        request.Names.Contains(SubjectName.Dns) || request.Names.Contains(SubjectName.Ip)
            ? RefuseUsages(usages, ServerAuthentication)
            : "DNS or IP subjectAltName is required";

    private static string? RefuseUsages(IReadOnlyList<string> usages, string authentication) =>
        usages.ToHashSet().SetEquals([Signature, authentication]) || usages.ToHashSet().SetEquals([Signature, Encipherment, authentication])
            ? null
            : $"usages did not match [{string.Join(' ', new[] { authentication, Signature, Encipherment }.Order(StringComparer.Ordinal))}]";
}
