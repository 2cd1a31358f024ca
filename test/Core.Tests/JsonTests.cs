using System.Text;
using System.Text.Json;

namespace Verditer.Core.Tests;

public sealed class JsonTests
{
    [Theory]
    [InlineData("{\"a\":\"\\ud800\"}")]
    [InlineData("{\"a\":\"\\uDC00x\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("{\"a\":[{\"b\":\"\\ud83d\\u0020\"}]}")]
    public void ParseObject_HalfASurrogatePair_IsNotJson(string text) =>
        Should.Throw<JsonException>(() => Json.ParseObject(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void ParseObject_BytesThatAreNotUtf8_IsNotJson() =>
        Should.Throw<JsonException>(() => Json.ParseObject([.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8]));

    [Fact]
    public void ParseObject_WholeSurrogatePair_IsItsCharacter() =>
        Json.ParseObject("{\"a\":\"\\ud83d\\ude00\"}"u8).Text("a").ShouldBe("\U0001F600");
}
