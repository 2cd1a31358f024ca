using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Verditer.Kubernetes;

/// <summary>Reads one YAML document as JSON: plain scalars have the types of YAML 1.1 as Kubernetes' clients read it.</summary>
public static class YamlReader
{
    /// <exception cref="YamlException">It is not YAML, or grows beyond all bounds.</exception>
    public static JsonNode? Read(byte[] utf8)
    {
        using var text = new StreamReader(new MemoryStream(utf8));
        var yaml = new YamlStream();
        yaml.Load(text);
        return yaml.Documents.Count == 0 ? null : new Conversion().Convert(yaml.Documents[0].RootNode, 0);
    }

    /// <summary>An alias is read as often as it is named: what a small text may grow to has a bound.</summary>
    private sealed class Conversion
    {
        private const int MostDepth = 64;

        private int _nodesLeft = 200_000;

        public JsonNode? Convert(YamlNode node, int depth)
        {
            if (depth > MostDepth || --_nodesLeft < 0)
            {
                throw new YamlException("The document is nested too deeply, or has too many nodes.");
            }

            return node switch
            {
                YamlMappingNode mapping => Mapping(mapping, depth),
                YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(child => Convert(child, depth + 1))]),
                YamlScalarNode scalar => Scalar(scalar),
                _ => throw new YamlException("An alias is not allowed here."),
            };
        }

        private JsonObject Mapping(YamlMappingNode mapping, int depth)
        {
            var value = new JsonObject();
            foreach (var (key, child) in mapping.Children)
            {
                value[(key as YamlScalarNode)?.Value ?? throw new YamlException("A key is not a text.")] = Convert(child, depth + 1);
            }

            return value;
        }
    }

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style is not (ScalarStyle.Plain or ScalarStyle.Any))
        {
            return text;
        }

        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => true,
            "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => false,
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
            _ => text,
        };
    }
}
