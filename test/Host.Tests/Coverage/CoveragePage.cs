using System.Globalization;
using System.Text;
using Verditer.Kubernetes;

namespace Verditer.Host.Tests;

/// <summary>docs/coverage.md: computed from what a host serves, but for the part between the markers.</summary>
internal sealed class CoveragePage(Served served, CoverageProofs proofs)
{
    private const string Begin = "<!-- kept: by hand from here -->\n";
    private const string End = "<!-- kept: to here -->\n";

    private const string OneSubscription = "/subscriptions/{subscriptionId}";

    private readonly StringBuilder _text = new();

    /// <param name="today">The page as it is, of which the part by hand is kept.</param>
    public string Renew(string today)
    {
        _text.Clear();
        WriteHead();
        _text.Append(Begin).Append(KeptPart(today)).Append(End);
        WriteNamespaces();
        WriteTypes();
        WriteActions();
        WriteEndpoints();
        WriteKinds();
        return _text.ToString();
    }

    private static string KeptPart(string page)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        return begin >= 0 && end > begin
            ? page[(begin + Begin.Length)..end]
            : throw new FormatException($"docs/coverage.md has lost its markers '{Begin.Trim()}' and '{End.Trim()}'.");
    }

    private void WriteHead() => _text.Append(CultureInfo.InvariantCulture, $"""
        # Coverage

        | what | how many |
        |---|---|
        | Azure resource types, in {served.Namespaces.Count} namespaces | {served.Full.Count()} full, {served.Namespaces.Sum(n => n.StoredOnly)} stored only, {served.Namespaces.Sum(n => n.Refused.Count)} refused |
        | actions of resources | {served.Actions.Count()} |
        | other paths of Resource Manager | {served.Endpoints.Count} |
        | Kubernetes resources | {served.Kinds.Count} |

        - **Full**: does what Azure does, as far as the [specification](specs) of its part says.
        - **Stored only**: its api-versions are known, bodies are checked against them, roles and locks hold; it is kept, listed, tagged and deleted. It does nothing
          by itself.
        - **Refused**: answered with 501 and the reason, since storing it would look as if it had been done.

        A test writes this page from what the running program serves, but for the next two sections. It fails when the page is out of date or a row has no test. To renew the page:

        ```sh
        {CoverageTests.RenewCommand}
        ```

        """);

    private void WriteNamespaces()
    {
        Heading("Azure namespaces");
        Table("namespace", "full", "refused", "stored only");
        foreach (var n in served.Namespaces)
        {
            Row(n.Name, Number(n.Full.Count), Number(n.Refused.Count), Number(n.StoredOnly));
        }
    }

    private void WriteTypes()
    {
        Heading("Azure resource types that are full or refused");
        Table("type", "state", "proved by");
        foreach (var n in served.Namespaces)
        {
            var full = n.Full.Select(h => (Type: h.Type.FullName, State: "full", Proof: Proof(h.Type.FullName)));
            var refused = n.Refused.Select(r => (r.Type, State: $"refused: {r.Reason.TrimEnd('.')}", Proof: $"Host.Tests `{nameof(CoverageTests)}`"));
            foreach (var (type, state, proof) in full.Concat(refused).OrderBy(r => r.Type, StringComparer.OrdinalIgnoreCase))
            {
                Row(type, state, proof);
            }
        }
    }

    private void WriteActions()
    {
        Heading("Actions of resources");
        Table("type", "action (POST)", "proved by");
        foreach (var (type, name) in served.Actions)
        {
            Row(type, name, Proof(CoverageRows.Action(type, name)));
        }
    }

    private void WriteEndpoints()
    {
        Heading("Other paths of Resource Manager");
        _text.Append(CultureInfo.InvariantCulture, $"`…` is `{OneSubscription}`.\n\n");
        Table("method", "path", "proved by");
        foreach (var endpoint in served.Endpoints.OrderBy(e => e.Template, StringComparer.OrdinalIgnoreCase).ThenBy(e => e.Method, StringComparer.Ordinal))
        {
            Row(endpoint.Method, $"`{Short(endpoint.Template)}`", Proof(CoverageRows.Endpoint(endpoint)));
        }
    }

    private void WriteKinds()
    {
        Heading("Kubernetes resources");
        _text.Append(CultureInfo.InvariantCulture, $"In every cluster. \"All\" verbs are {string.Join(", ", ResourceKind.AllVerbs)}.\n\n");
        Table("resource", "versions", "verbs", "subresources");
        foreach (var kind in served.Kinds)
        {
            Row(
                kind.Plural,
                string.Join(", ", kind.Versions.Select(kind.ApiVersion)),
                kind.Verbs.SequenceEqual(ResourceKind.AllVerbs) ? "all" : string.Join(", ", kind.Verbs),
                string.Join(", ", kind.Subresources));
        }
    }

    private string Proof(string row) => string.Join("; ", proofs.Of(row)
        .Select(c => c.Split('/'))
        .GroupBy(c => c[0], c => $"`{c[1]}`")
        .Select(project => $"{project.Key} {string.Join(", ", project)}"));

    private static string Short(string template) =>
        template.StartsWith(OneSubscription + "/", StringComparison.Ordinal) ? "…" + template[OneSubscription.Length..] : template;

    private void Heading(string text) => _text.Append(CultureInfo.InvariantCulture, $"\n## {text}\n\n");

    private void Table(params string[] columns)
    {
        Row(columns);
        _text.Append('|').Insert(_text.Length, "---|", columns.Length).Append('\n');
    }

    private void Row(params string[] cells) => _text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Number(int count) => count == 0 ? "" : count.ToString(CultureInfo.InvariantCulture);
}
