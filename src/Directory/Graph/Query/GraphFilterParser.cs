namespace Verditer.Directory;

/// <summary>Reads a filter. What it does not understand is a <see cref="FormatException"/> with Graph's words; depth and length are bounded.</summary>
internal sealed class GraphFilterParser
{
    private const int MostTokens = 2000;
    private const int MostDepth = 32;

    /// <summary>An <c>any</c> within an <c>any</c> multiplies the work.</summary>
    private const int MostLambdas = 2;

    private readonly string _text;
    private readonly List<string> _tokens;
    private int _at;
    private int _depth;
    private int _lambdas;

    public GraphFilterParser(string text)
    {
        _text = text;
        _tokens = GraphFilterTokens.Read(text);
        if (_tokens.Count > MostTokens)
        {
            throw new FormatException($"It has more than {MostTokens} words.");
        }
    }

    /// <inheritdoc cref="GraphFilter.Advanced"/>
    public string? Advanced { get; private set; }

    public FilterNode Read()
    {
        var root = ReadOr();
        return _at == _tokens.Count ? root : throw new FormatException($"Syntax error at '{_tokens[_at]}' in '{_text}'.");
    }

    private FilterNode ReadOr()
    {
        if (++_depth > MostDepth)
        {
            throw new FormatException($"It is nested more than {MostDepth} deep.");
        }

        List<FilterNode> any = [ReadAnd()];
        while (TryTake("or"))
        {
            any.Add(ReadAnd());
        }

        _depth--;
        return any is [var only] ? only : new OrNode(any);
    }

    private FilterNode ReadAnd()
    {
        List<FilterNode> all = [ReadFactor()];
        while (TryTake("and"))
        {
            all.Add(ReadFactor());
        }

        return all is [var only] ? only : new AndNode(all);
    }

    private FilterNode ReadFactor()
    {
        var isNegated = false;
        while (TryTake("not"))
        {
            isNegated = !isNegated;
            Advanced ??= "Not";
        }

        var factor = ReadPositive();
        return isNegated ? new NotNode(factor) : factor;
    }

    private FilterNode ReadPositive()
    {
        if (TryTake("("))
        {
            var inner = ReadOr();
            Take(")");
            return inner;
        }

        var name = Next();
        if (!TryTake("("))
        {
            return ReadComparison(name);
        }

        return name.EndsWith("/any", StringComparison.OrdinalIgnoreCase) ? ReadLambda(name[..^4], isAll: false)
            : name.EndsWith("/all", StringComparison.OrdinalIgnoreCase) ? ReadLambda(name[..^4], isAll: true)
            : ReadTextFunction(name);
    }

    private TextNode ReadTextFunction(string name)
    {
        if (!TextNode.Functions.TryGetValue(name, out var test))
        {
            throw new FormatException($"An unknown function with name '{name}' was found.");
        }

        if (name.Equals("endswith", StringComparison.OrdinalIgnoreCase))
        {
            Advanced ??= "endsWith";
        }

        var path = Next();
        Take(",");
        var value = FilterLiteral.Read(Next());
        Take(")");
        return new(new(path), test, value.Text ?? "");
    }

    private LambdaNode ReadLambda(string path, bool isAll)
    {
        if (TryTake(")"))
        {
            return new(new(path), null, null, isAll);
        }

        if (++_lambdas > MostLambdas)
        {
            throw new FormatException($"More than {MostLambdas} lambda expressions are nested.");
        }

        var variable = Next();
        Take(":");
        var inner = ReadOr();
        Take(")");
        _lambdas--;
        return new(new(path), variable, inner, isAll);
    }

    private FilterNode ReadComparison(string path)
    {
        var word = Next().ToLowerInvariant();
        if (word == "in")
        {
            return new InNode(new(path), ReadValues());
        }

        if (!CompareNode.Operators.TryGetValue(word, out var test))
        {
            throw new FormatException($"The operator '{word}' is not supported.");
        }

        if (word == "ne")
        {
            Advanced ??= "NotEqualsMatch";
        }

        return new CompareNode(new(path), test, FilterLiteral.Read(Next()));
    }

    private List<FilterLiteral> ReadValues()
    {
        Take("(");
        List<FilterLiteral> values = [];
        do
        {
            values.Add(FilterLiteral.Read(Next()));
        }
        while (TryTake(","));
        Take(")");
        return values;
    }

    private string Next() => _at < _tokens.Count ? _tokens[_at++] : throw new FormatException("Expression expected at the end.");

    private bool TryTake(string token)
    {
        if (_at < _tokens.Count && _tokens[_at].Equals(token, StringComparison.OrdinalIgnoreCase))
        {
            _at++;
            return true;
        }

        return false;
    }

    private void Take(string token)
    {
        if (!TryTake(token))
        {
            throw new FormatException($"'{token}' expected.");
        }
    }
}
