using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Fills in what <c>defaults.txt</c> says for a resource. A member that is there, null too where the table says null, stays.</summary>
internal static class DefaultTable
{
    private static readonly Dictionary<string, List<Row>> Sets = Read();

    public static void Apply(GroupResource resource, JsonObject value) => Apply($"{resource.Group}/{resource.Plural}", value);

    public static void Apply(string set, JsonObject value)
    {
        foreach (var row in Sets.GetValueOrDefault(set, []))
        {
            if (row.Condition is not { } condition || value.Text(condition.Path) == condition.Text)
            {
                Apply(row, 0, value);
            }
        }
    }

    private static void Apply(Row row, int depth, JsonObject target)
    {
        var step = row.Path[depth];
        if (depth == row.Path.Length - 1 && row.Set is null)
        {
            Fill(row, step, target);
            return;
        }

        switch (step.Kind)
        {
            case StepKind.Each:
                foreach (var element in (target[step.Name] as JsonArray ?? []).OfType<JsonObject>())
                {
                    Enter(row, depth, element);
                }

                break;
            case StepKind.Existing:
                if (target[step.Name] is JsonObject existing)
                {
                    Enter(row, depth, existing);
                }

                break;
            default:
                if (target[step.Name] is null or JsonObject)
                {
                    Enter(row, depth, target.Section(step.Name));
                }

                break;
        }
    }

    private static void Enter(Row row, int depth, JsonObject value)
    {
        if (depth == row.Path.Length - 1)
        {
            Apply(row.Set!, value);
        }
        else
        {
            Apply(row, depth + 1, value);
        }
    }

    private static void Fill(Row row, Step step, JsonObject target)
    {
        if (row.Value is null ? !target.ContainsKey(step.Name) : target[step.Name] is null)
        {
            target[step.Name] = row.Value?.DeepClone();
        }
    }

    private static Dictionary<string, List<Row>> Read()
    {
        var sets = new Dictionary<string, List<Row>>();
        foreach (var cells in EmbeddedTable.Rows("defaults.txt"))
        {
            if (!sets.TryGetValue(cells[0], out var rows))
            {
                sets[cells[0]] = rows = [];
            }

            rows.Add(Parse(cells));
        }

        return sets;
    }

    private static Row Parse(string[] cells)
    {
        var isSet = cells[2].StartsWith('@');
        var condition = cells.Length > 3 ? cells[4].Split('=') : null;
        return new(
            [.. cells[1].Split('.').Select(ParseStep)],
            isSet ? cells[2] : null,
            isSet ? null : JsonNode.Parse(cells[2]),
            condition is null ? null : new(condition[0].Split('.'), condition[1]));
    }

    private static Step ParseStep(string step) => step switch
    {
        [.. var name, '[', ']'] => new(name, StepKind.Each),
        [.. var name, '?'] => new(name, StepKind.Existing),
        _ => new(step, StepKind.Made),
    };

    private enum StepKind
    {
        Made,
        Existing,
        Each,
    }

    private sealed record Step(string Name, StepKind Kind);

    private sealed record When(string[] Path, string Text);

    private sealed record Row(Step[] Path, string? Set, JsonNode? Value, When? Condition);
}
