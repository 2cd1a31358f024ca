using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.ResourceManager.Types.Tests;

/// <summary>Bodies that az 2.45 and 2.74 really send; placeholders stand for ids.</summary>
public sealed class WireTests
{
    public static TheoryData<int> Requests => [.. Enumerable.Range(0, Recorded.Length)];

    private static readonly JsonObject[] Recorded = Read();

    [Theory]
    [MemberData(nameof(Requests))]
    public void Validate_RecordedPut_HasNoProblem(int index)
    {
        var request = Recorded[index];
        var version = Catalogs.Version(request.Text("type")!, request.Text("apiVersion")!);
        BodyValidator.Validate(version.Body, (JsonObject)request["body"]!, ValidationMode.Put).ShouldBeEmpty();
    }

    [Fact]
    public void StripReadOnly_BodyThatAzEchoes_KeepsWhatAClientSets()
    {
        var body = Recorded.Select(request => (JsonObject)request["body"]!)
            .First(body => body.At("properties", "servicePrincipalProfile") is not null).Copy();
        body["id"] = "/subscriptions/x";
        body.Section("properties")["provisioningState"] = "Succeeded";
        BodyFilter.StripReadOnly(Catalogs.Aks2022.Body, body);
        body.ContainsKey("id").ShouldBeFalse();
        body.At("properties").ShouldBeOfType<JsonObject>().ContainsKey("provisioningState").ShouldBeFalse();
        body.Text("properties", "servicePrincipalProfile", "clientId").ShouldNotBeNull();
        body.Text("properties", "dnsPrefix").ShouldNotBeNull();
    }

    private static JsonObject[] Read()
    {
        using var stream = typeof(WireTests).Assembly.GetManifestResourceStream("az-requests.jsonl")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Catalogs.Body)];
    }
}
