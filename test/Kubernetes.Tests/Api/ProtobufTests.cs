using System.Text;
using Verditer.Core;

namespace Verditer.Kubernetes.Tests.Api;

public sealed class ProtobufTests
{
    [Fact]
    public void Object_FromATypedClient_IsReadLikeJson()
    {
        var metadata = Message((1, Text("a")), (3, Text("default")), (11, Message((1, Text("app")), (2, Text("web")))));
        var map = Message((1, metadata), (2, Message((1, Text("k")), (2, Text("v")))));

        var value = ProtobufReader.Read(Envelope("v1", "ConfigMap", map));

        Json.ToText(value).ShouldBe(
            """{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","namespace":"default","labels":{"app":"web"}},"data":{"k":"v"}}""");
    }

    [Fact]
    public void ZeroOfAFieldThatMayBeAbsent_IsKept()
    {
        // spec.replicas of a Deployment is a pointer: zero is not nothing.
        byte[] spec = [0x08, 0x00];

        var value = ProtobufReader.Read(Envelope("apps/v1", "Deployment", Message((2, spec))));

        Json.ToText(value["spec"]!).ShouldBe("""{"replicas":0}""");
    }

    [Theory]
    [InlineData("6b387300")]
    [InlineData("6b3873000aff")]
    [InlineData("00")]
    public void Rubbish_IsRefused(string hex) => Should.Throw<FormatException>(() => ProtobufReader.Read(Convert.FromHexString(hex)));

    private static byte[] Envelope(string apiVersion, string kind, byte[] raw) =>
        [0x6b, 0x38, 0x73, 0x00, .. Message((1, Message((1, Text(apiVersion)), (2, Text(kind)))), (2, raw))];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Message(params (int Number, byte[] Value)[] members)
    {
        var bytes = new List<byte>();
        foreach (var (number, value) in members)
        {
            bytes.Add((byte)((number << 3) | 2));
            bytes.Add((byte)value.Length);
            bytes.AddRange(value);
        }

        return [.. bytes];
    }
}
