using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>A label selector of a query: <c>a=b,c!=d,e in (x,y),!f</c>. Source: apimachinery's <c>labels/selector.go</c>.</summary>
internal sealed class LabelQuery
{
    private readonly List<Requirement> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    public static (LabelQuery? Query, string? Error) Parse(string? text)
    {
        var query = new LabelQuery();
        foreach (var part in Split(text ?? ""))
        {
            if (ParseOne(part.Trim()) is not { } requirement)
            {
                return (null, $"unable to parse requirement: found '{part.Trim()}'");
            }

            if (Names.Qualified(requirement.Key) is { } wrong)
            {
                return (null, $"unable to parse requirement: <nil>: Invalid value: \"{requirement.Key}\": {wrong}");
            }

            query._requirements.Add(requirement);
        }

        return (query, null);
    }

    public bool Matches(JsonObject value)
    {
        if (IsEmpty)
        {
            return true;
        }

        var labels = value.At("metadata", "labels") as JsonObject;
        return _requirements.TrueForAll(one => one.Holds(labels?[one.Key].Text()));
    }

    private static Requirement? ParseOne(string part)
    {
        if (part.StartsWith('!'))
        {
            return new(part[1..].Trim(), Operation.NotExists, []);
        }

        foreach (var (sign, operation) in (ReadOnlySpan<(string, Operation)>)[("!=", Operation.NotIn), ("==", Operation.In), ("=", Operation.In)])
        {
            var at = part.IndexOf(sign, StringComparison.Ordinal);
            if (at > 0 && !part.Contains('('))
            {
                return new(part[..at].Trim(), operation, [part[(at + sign.Length)..].Trim()]);
            }
        }

        if (part.EndsWith(')') && part.IndexOf('(') is > 0 and var open)
        {
            var values = part[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries);
            return part[..open].Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
            {
                [var key, "in"] => new(key, Operation.In, values),
                [var key, "notin"] => new(key, Operation.NotIn, values),
                _ => null,
            };
        }

        if (part.Split('>') is [var greater, var least])
        {
            return new(greater.Trim(), Operation.Greater, [least.Trim()]);
        }

        if (part.Split('<') is [var less, var most])
        {
            return new(less.Trim(), Operation.Less, [most.Trim()]);
        }

        return part.Length > 0 && !part.Contains(' ') ? new(part, Operation.Exists, []) : null;
    }

    private static IEnumerable<string> Split(string text)
    {
        var (start, depth) = (0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            if (text[i] == ',' && depth == 0)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }

        if (text[start..].Trim().Length > 0)
        {
            yield return text[start..];
        }
    }

    private enum Operation
    {
        In,
        NotIn,
        Exists,
        NotExists,
        Greater,
        Less,
    }

    private sealed record Requirement(string Key, Operation Operation, string[] Values)
    {
        public bool Holds(string? label) => Operation switch
        {
            Operation.In => label is not null && Values.Contains(label),
            Operation.NotIn => label is null || !Values.Contains(label),
            Operation.Exists => label is not null,
            Operation.NotExists => label is null,
            Operation.Greater => long.TryParse(label, out var number) && long.TryParse(Values[0], out var bound) && number > bound,
            _ => long.TryParse(label, out var small) && long.TryParse(Values[0], out var limit) && small < limit,
        };
    }
}
