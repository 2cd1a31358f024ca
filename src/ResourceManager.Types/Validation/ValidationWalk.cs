using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>One walk along a body and its shape. The path is kept as a stack and becomes text only for a problem.</summary>
internal sealed class ValidationWalk(ValidationMode mode, int depth = 0)
{
    private readonly JsonPathStack _path = new();
    private List<ValidationProblem>? _problems;

    public IReadOnlyList<ValidationProblem> Problems => _problems ?? (IReadOnlyList<ValidationProblem>)[];

    private bool IsFull => _problems?.Count >= BodyValidator.MostProblems;

    public void CheckAt(string name, Shape shape, JsonNode? value)
    {
        _path.Push(name);
        Check(shape, value);
        _path.Pop();
    }

    public void Check(Shape shape, JsonNode? value)
    {
        if (IsFull)
        {
            return;
        }

        if (depth + _path.Depth > BodyValidator.GreatestDepth)
        {
            Add(ValidationProblemKind.TooDeep, $"The body is nested deeper than {BodyValidator.GreatestDepth} levels.");
            return;
        }

        switch (shape)
        {
            case ObjectShape expected when value is JsonObject found:
                CheckObject(expected, found);
                break;
            case DiscriminatedShape expected when value is JsonObject found:
                CheckDiscriminated(expected, found);
                break;
            case ArrayShape expected when value is JsonArray found:
                CheckArray(expected, found);
                break;
            case UnionShape expected:
                CheckUnion(expected, value);
                break;
            case AnyShape:
                break;
            default:
                if (ScalarRules.Check(shape, value) is { } problem)
                {
                    Add(problem.Kind, problem.Message);
                }

                break;
        }
    }

    private void CheckObject(ObjectShape shape, JsonObject body, string? checkedBefore = null)
    {
        if (mode.HasFlag(ValidationMode.Put))
        {
            CheckRequired(shape, body, checkedBefore);
        }

        var values = shape.Values;
        foreach (var (name, value) in body)
        {
            if (shape.Find(name) is { } property)
            {
                if (value is not null && !property.IsReadOnly && property.Name != checkedBefore)
                {
                    CheckAt(property.Name, property.Shape, value);
                }
            }
            else if (values is not null)
            {
                if (value is not null)
                {
                    CheckAt(name, values, value);
                }
            }
            else if (mode.HasFlag(ValidationMode.Strict) && shape.Properties.Count > 0)
            {
                AddAt(name, ValidationProblemKind.Unknown, $"The property '{name}' does not exist in this api-version.");
            }
        }
    }

    private void CheckRequired(ObjectShape shape, JsonObject body, string? except)
    {
        foreach (var property in shape.Required)
        {
            if (property.Name != except && Find(body, property.Name) is null)
            {
                AddAt(property.Name, ValidationProblemKind.Missing, $"The required property '{property.Name}' is missing.");
            }
        }
    }

    private void CheckDiscriminated(DiscriminatedShape shape, JsonObject body)
    {
        var value = shape.DiscriminatorOf(body);
        var text = value is JsonValue scalar && scalar.TryGetValue(out string? found) ? found : null;
        if (text is not null && shape.For(text) is { } alternative)
        {
            CheckObject(alternative, body);
            return;
        }

        if (value is not null)
        {
            AddAt(shape.Discriminator, text is null ? ValidationProblemKind.WrongKind : ValidationProblemKind.NotAllowed,
                text is null ? ScalarRules.WrongKind("a string", value) : ScalarRules.NotAllowed(text, shape.Values));
        }
        else if (mode.HasFlag(ValidationMode.Put) && !(depth + _path.Depth == 0 && shape.Discriminator == "name"))
        {
            AddAt(shape.Discriminator, ValidationProblemKind.Missing, $"The required property '{shape.Discriminator}' is missing.");
        }

        CheckObject(shape.Common, body, checkedBefore: shape.Discriminator);
    }

    private void CheckArray(ArrayShape shape, JsonArray items)
    {
        if (items.Count < shape.LeastLength)
        {
            Add(ValidationProblemKind.OutOfRange, $"Expected at least {shape.LeastLength} items but found {items.Count}.");
        }

        if (items.Count > shape.GreatestLength)
        {
            Add(ValidationProblemKind.OutOfRange, $"Expected at most {shape.GreatestLength} items but found {items.Count}.");
        }

        var item = shape.Item;
        for (var i = 0; i < items.Count && !IsFull; i++)
        {
            _path.Push(i);
            Check(item, items[i]);
            _path.Pop();
        }
    }

    private void CheckUnion(UnionShape shape, JsonNode? value)
    {
        foreach (var alternative in shape.Alternatives)
        {
            var attempt = new ValidationWalk(mode, depth + _path.Depth + 1);
            attempt.Check(alternative, value);
            if (attempt.Problems.Count == 0)
            {
                return;
            }
        }

        Add(ValidationProblemKind.WrongKind, ScalarRules.WrongKind(shape.Expectation, value));
    }

    private static JsonNode? Find(JsonObject body, string name)
    {
        if (body.TryGetPropertyValue(name, out var exact))
        {
            return exact;
        }

        foreach (var (other, value) in body)
        {
            if (string.Equals(other, name, StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }

    private void AddAt(string name, ValidationProblemKind kind, string message)
    {
        _path.Push(name);
        Add(kind, message);
        _path.Pop();
    }

    private void Add(ValidationProblemKind kind, string message)
    {
        if (!IsFull)
        {
            (_problems ??= []).Add(new(_path.ToString(), message, kind));
        }
    }
}
