using System.Text.RegularExpressions;

namespace Verditer.Kubernetes;

/// <summary>The forms that names, labels and annotations may have, with upstream's texts. Source: apimachinery's <c>util/validation</c>.</summary>
internal static partial class Names
{
    private const string LabelForm = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainForm = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";
    private const string ServiceForm = "[a-z]([-a-z0-9]*[a-z0-9])?";
    private const string QualifiedForm = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";
    private const string ValueForm = "(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?";

    private const string LabelText =
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '" + LabelForm + "')";

    private const string SubdomainText =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'example.com', regex used for validation is '" + SubdomainForm + "')";

    private const string ServiceText =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '" + ServiceForm + "')";

    private const string QualifiedText =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '" + QualifiedForm + "')";

    private const string ValueText =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
        + "(e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '" + ValueForm + "')";

    /// <summary>Null when the name has the form.</summary>
    public static string? Label(string name) => Check(name, 63, LabelPattern(), LabelText);

    public static string? Subdomain(string name) => Check(name, 253, SubdomainPattern(), SubdomainText);

    public static string? ServiceName(string name) => Check(name, 63, ServicePattern(), ServiceText);

    public static string? LabelValue(string value) =>
        value.Length > 63 ? TooLong(63) : LabelValuePattern().IsMatch(value) ? null : ValueText;

    /// <summary>Such as the names of roles: anything that can be one segment of a path.</summary>
    public static string? PathSegment(string name) => name switch
    {
        "." or ".." => $"may not be '{name}'",
        _ when name.Contains('/') => "may not contain '/'",
        _ when name.Contains('%') => "may not contain '%'",
        _ when name.Any(char.IsControl) => "may not contain control characters",
        _ => null,
    };

    /// <summary>A path that stays below where it begins.</summary>
    public static string? LocalPath(string path) =>
        path.StartsWith('/') ? "must be a relative path"
        : path.Split('/').Contains("..") ? "must not contain '..'"
        : path.Contains('\0') ? "must not contain a null character"
        : null;

    /// <summary>A key of a label or an annotation: <c>[prefix/]name</c>.</summary>
    public static string? Qualified(string key)
    {
        var slash = key.IndexOf('/');
        if (slash >= 0 && key.IndexOf('/', slash + 1) >= 0)
        {
            return $"a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character "
                + $"(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '{QualifiedForm}') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }

        if (slash >= 0)
        {
            if (slash == 0)
            {
                return "prefix part must be non-empty";
            }

            if (Subdomain(key[..slash]) is { } wrong)
            {
                return $"prefix part {wrong}";
            }
        }

        var name = key[(slash + 1)..];
        return name.Length switch
        {
            0 => "name part must be non-empty",
            > 63 => $"name part {TooLong(63)}",
            _ => QualifiedPattern().IsMatch(name) ? null : QualifiedText,
        };
    }

    private static string? Check(string name, int most, Regex pattern, string text) =>
        name.Length > most ? TooLong(most) : pattern.IsMatch(name) ? null : text;

    private static string TooLong(int most) => $"must be no more than {most} {(most == 253 ? "characters" : "bytes")}";

    [GeneratedRegex("^" + LabelForm + @"\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^" + SubdomainForm + @"\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("^" + ServiceForm + @"\z")]
    private static partial Regex ServicePattern();

    [GeneratedRegex("^" + QualifiedForm + @"\z")]
    private static partial Regex QualifiedPattern();

    [GeneratedRegex("^" + ValueForm + @"\z")]
    private static partial Regex LabelValuePattern();
}
