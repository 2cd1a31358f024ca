namespace Verditer.Directory;

/// <summary>Refusals of query options.</summary>
internal sealed partial record GraphError
{
    private const string Unsupported = "Request_UnsupportedQuery";

    public static GraphError InvalidFilter(string reason) => new(400, "BadRequest", $"Invalid filter clause: {reason}");

    public static GraphError InvalidOption(string option, string value) => new(400, "BadRequest", $"The query option '{option}' is not valid: '{value}'.");

    public static GraphError InvalidTop(string value, int most) => new(400, "BadRequest",
        $"Invalid value '{value}' for $top query option found. The $top query option requires a positive integer value up to {most}.");

    public static GraphError InvalidSkipToken() => new(400, "Directory_ExpiredPageToken", "The specified page token value has expired and can no longer be included in your request.");

    public static GraphError InvalidSearch(string value) => new(400, "BadRequest", $"Syntax error: character '{value[0]}' is not valid at position 0 in '{value}'.");

    public static GraphError SearchNeedsConsistencyLevel() => new(400, Unsupported,
        "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'");

    public static GraphError CountNeedsConsistencyLevel() => new(400, "Request_BadRequest", "$count is not currently supported.");

    public static GraphError NeedsAdvancedQuery(string name) => new(400, Unsupported,
        $"Operator '{name}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information");

    public static GraphError OrderWithFilterNeedsAdvancedQuery() => new(400, Unsupported, "Sorting not supported for current query.");
}
