using System.Collections.Frozen;

namespace Verditer.Kubernetes;

/// <summary>All served resources, read once from <c>kinds.txt</c>.</summary>
public sealed class KindTable
{
    private const string Keep = "keep:";

    private readonly FrozenDictionary<GroupResource, ResourceKind> _byResource;
    private readonly FrozenDictionary<(string ApiVersion, string Kind), ResourceKind> _byKind;

    private KindTable(IReadOnlyList<ResourceKind> all)
    {
        All = all;
        _byResource = all.ToFrozenDictionary(kind => kind.Resource);
        _byKind = all
            .SelectMany(kind => kind.Versions.Select(version => KeyValuePair.Create((kind.ApiVersion(version), kind.Kind), kind)))
            .ToFrozenDictionary();
        Groups = [.. all.Select(kind => kind.Group).Where(group => group.Length > 0).Distinct()];
    }

    public static KindTable Instance { get; } = new(EmbeddedTable.Rows("kinds.txt").Select(Parse).ToList());

    public IReadOnlyList<ResourceKind> All { get; }

    /// <summary>The groups beside core, in the table's order.</summary>
    public IReadOnlyList<string> Groups { get; }

    public ResourceKind? Find(GroupResource resource) => _byResource.GetValueOrDefault(resource);

    public ResourceKind? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault((apiVersion, kind));

    /// <summary>The versions of a group, preferred first; empty where there is no such group.</summary>
    public IReadOnlyList<string> VersionsOf(string group) => [.. All.Where(kind => kind.Group == group).SelectMany(kind => kind.Versions).Distinct()];

    public IEnumerable<ResourceKind> Of(string group, string version) => All.Where(kind => kind.Group == group && kind.Versions.Contains(version));

    private static ResourceKind Parse(string[] row)
    {
        var group = Name(row[0]);
        var marks = List(row[9]);
        var face = marks.FirstOrDefault(mark => mark.StartsWith('='))?[1..].Split('/');
        return new()
        {
            Group = group,
            Versions = List(row[1]),
            Kind = row[2],
            Plural = row[3],
            ShortNames = List(row[4]),
            Categories = List(row[5]),
            Namespaced = row[6] == "namespaced",
            Subresources = List(row[7]),
            Verbs = row[8] == "*" ? ResourceKind.AllVerbs : List(row[8]),
            HasGeneration = marks.Contains("gen"),
            StatusKeeps = [.. marks.Where(mark => mark.StartsWith(Keep, StringComparison.Ordinal)).Select(mark => mark[Keep.Length..])],
            OrphansByDefault = marks.Contains("orphan"),
            ReturnsDeleted = marks.Contains("deleted"),
            Stored = face is null ? new(group, row[3]) : new(Name(face[0]), face[1]),
        };
    }

    private static string Name(string cell) => cell == "-" ? "" : cell;

    private static string[] List(string cell) => cell == "-" ? [] : cell.Split(',');
}
