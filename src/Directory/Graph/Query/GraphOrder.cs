using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>The order of a list: the given properties, then the id, so that every object has one place.</summary>
internal sealed class GraphOrder : IComparer<IReadOnlyList<string>>
{
    private const string Id = "id";

    private readonly IReadOnlyList<(FilterPath Path, bool IsDescending)> _keys;

    private GraphOrder(IReadOnlyList<(FilterPath, bool)> keys) => _keys = keys;

    /// <summary>Oldest first.</summary>
    public static GraphOrder Default { get; } = new([(new("createdDateTime"), false), (new(Id), false)]);

    /// <summary>Newest first, as logs are listed.</summary>
    public static GraphOrder NewestFirst(string property) => new([(new(property), true), (new(Id), true)]);

    /// <summary>The order; null when <c>$orderby</c> is not understood.</summary>
    public static GraphOrder? Parse(string text)
    {
        var keys = new List<(FilterPath, bool)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is 0 or > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                return null;
            }

            keys.Add((new(words[0]), words.Length == 2 && words[1] == "desc"));
        }

        return new([.. keys, (new(Id), false)]);
    }

    /// <summary>Where an object stands in the order.</summary>
    public IReadOnlyList<string> PlaceOf(JsonObject item) =>
        [.. _keys.Select(key => FilterLiteral.TextOf(key.Path.Read(new(item, null, null))) ?? "")];

    public int Compare(IReadOnlyList<string>? x, IReadOnlyList<string>? y)
    {
        for (var i = 0; i < _keys.Count; i++)
        {
            var order = string.Compare(x?.ElementAtOrDefault(i), y?.ElementAtOrDefault(i), StringComparison.OrdinalIgnoreCase);
            if (order != 0)
            {
                return _keys[i].IsDescending ? -order : order;
            }
        }

        return 0;
    }
}
