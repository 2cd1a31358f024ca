namespace Verditer.Registry;

/// <summary>Something that the registry serves.</summary>
/// <param name="Method">The HTTP method; GET is HEAD as well.</param>
/// <param name="Path">Segments; <c>{name}</c> is a repository (several segments), <c>{reference}</c> one segment.</param>
/// <param name="Rights">What its caller needs, for the repository of the path.</param>
internal sealed record Route(string Method, string Path, Func<string, IReadOnlyList<WantedRight>> Rights, Func<RegistryRequest, ValueTask<RegistryAnswer>> Handle)
{
    private readonly string[] _segments = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The names in a path that this route is for; null for another path.</summary>
    public (string Repository, string Reference)? Match(ReadOnlySpan<string> path)
    {
        var wide = Array.IndexOf(_segments, "{name}");
        var extra = path.Length - _segments.Length;
        if (extra < 0 || (extra > 0 && wide < 0))
        {
            return null;
        }

        var (repository, reference) = ("", "");
        for (var i = 0; i < _segments.Length; i++)
        {
            var at = wide >= 0 && i > wide ? i + extra : i;
            switch (_segments[i])
            {
                case "{name}":
                    repository = string.Join('/', path.Slice(i, extra + 1)!);
                    break;
                case "{reference}":
                    reference = path[at];
                    break;
                case var literal when literal != path[at]:
                    return null;
            }
        }

        return (repository, reference);
    }
}
