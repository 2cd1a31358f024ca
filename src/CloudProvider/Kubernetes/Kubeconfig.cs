using System.Security.Cryptography.X509Certificates;
using System.Text;
using YamlDotNet.RepresentationModel;

namespace Verditer.CloudProvider;

/// <summary>
/// The current context of a kubeconfig: where the API is, whom to trust, and how to sign in.
/// Source: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
/// </summary>
/// <param name="Server">Base address of the API.</param>
/// <param name="Authorities">Who may sign the API server's certificate.</param>
/// <param name="ClientCertificate">With its key; null where a token is used.</param>
/// <param name="Token">Null where a certificate is used.</param>
internal sealed record Kubeconfig(
    Uri Server, X509Certificate2Collection Authorities, string? ServerName, X509Certificate2? ClientCertificate, string? Token)
{
    public override string ToString() => $"Kubeconfig({Server})";

    /// <param name="folder">Where relative file names start.</param>
    /// <exception cref="FormatException">Something that is needed is missing.</exception>
    public static Kubeconfig Parse(string yaml, string folder)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        var contextName = Text(root, "current-context") ?? throw Missing("current-context");
        var context = Named(root, "contexts", contextName, "context");
        var cluster = Named(root, "clusters", Text(context, "cluster") ?? throw Missing("context.cluster"), "cluster");
        var user = Named(root, "users", Text(context, "user") ?? throw Missing("context.user"), "user");
        var server = new Uri((Text(cluster, "server") ?? throw Missing("cluster.server")).TrimEnd('/') + "/");
        X509Certificate2Collection authorities = [];
        authorities.ImportFromPem(Data(cluster, "certificate-authority", folder) ?? throw Missing("cluster.certificate-authority-data"));
        return new(server, authorities, Text(cluster, "tls-server-name"), Certificate(user, folder), Text(user, "token") ?? File(user, "tokenFile", folder)?.Trim());
    }

    private static X509Certificate2? Certificate(YamlMappingNode user, string folder) =>
        Data(user, "client-certificate", folder) is { } certificate && Data(user, "client-key", folder) is { } key
            ? X509Certificate2.CreateFromPem(certificate, key)
            : null;

    private static YamlMappingNode Named(YamlMappingNode? root, string list, string name, string content)
    {
        var entries = root is not null && root.Children.TryGetValue(list, out var found) ? found as YamlSequenceNode : null;
        var entry = entries?.OfType<YamlMappingNode>().FirstOrDefault(e => Text(e, "name") == name);
        return entry is not null && entry.Children.TryGetValue(content, out var value) && value is YamlMappingNode mapping
            ? mapping
            : throw Missing($"{list} '{name}'");
    }

    /// <summary>What is given in the file itself (<c>…-data</c>, base64) or by a path.</summary>
    private static string? Data(YamlMappingNode node, string name, string folder) =>
        Text(node, name + "-data") is { } data ? Encoding.ASCII.GetString(Convert.FromBase64String(data)) : File(node, name, folder);

    private static string? File(YamlMappingNode node, string name, string folder) =>
        Text(node, name) is { } path ? System.IO.File.ReadAllText(Path.Combine(folder, path)) : null;

    private static string? Text(YamlMappingNode? node, string name) =>
        node is not null && node.Children.TryGetValue(name, out var value) && value is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : null;

    private static FormatException Missing(string what) => new($"The kubeconfig has no {what}.");
}
