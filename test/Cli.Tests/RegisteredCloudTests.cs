namespace Verditer.Cli.Tests;

public sealed class RegisteredCloudTests : IDisposable
{
    private const string Clouds = "[Other]\nendpoint_resource_manager = https://localhost:5000/\n\n[Verditer]\nendpoint_management = https://localhost:1/\nendpoint_resource_manager = https://localhost:4443/\n";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-cloud-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("[cloud]\nname = Verditer\n", null, 4443, true)]
    [InlineData("[defaults]\nname = Verditer\n[cloud]\nname=Verditer\n", null, 4443, true)]
    [InlineData("[cloud]\nname = Verditer\n", null, 5000, false)]
    [InlineData("[cloud]\nname = AzureCloud\n", null, 4443, false)]
    [InlineData("[cloud]\nname = AzureCloud\n", "Verditer", 4443, true)]
    [InlineData("[cloud]\nname = Verditer\n", "AzureCloud", 4443, false)]
    [InlineData(null, null, 4443, false)]
    public void Folder_WhoseCloudIsThisVerditer_IsKnown(string? config, string? chosen, int port, bool expected)
    {
        File.WriteAllText(Path.Combine(_folder, "clouds.config"), Clouds);
        if (config is not null)
        {
            File.WriteAllText(Path.Combine(_folder, "config"), config);
        }

        RegisteredCloud.IsAt(_folder, chosen, port).ShouldBe(expected);
    }

    [Fact]
    public void Folder_WithoutClouds_IsNot()
    {
        File.WriteAllText(Path.Combine(_folder, "config"), "[cloud]\nname = Verditer\n");

        RegisteredCloud.IsAt(_folder, null, 4443).ShouldBeFalse();
    }

    [Fact]
    public void Variables_OfARegisteredShell_NameItsFolderAndNoProxy()
    {
        var variables = RegisteredCloud.Variables("/own", VerditerEnvironment.For(new("/state"), 4443)).ToDictionary();

        variables["AZURE_CONFIG_DIR"].ShouldBe("/own");
        variables["REQUESTS_CA_BUNDLE"].ShouldBe("/state/ca-bundle.pem");
        variables.ShouldNotContainKey("HTTPS_PROXY");
        variables.ShouldNotContainKey("http_proxy");
        variables.ShouldContainKey("NO_PROXY");
    }
}
