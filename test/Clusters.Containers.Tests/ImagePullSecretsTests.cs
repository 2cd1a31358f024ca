using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers.Tests;

public sealed class ImagePullSecretsTests
{
    [Theory]
    [InlineData("registry.example.com", "registry.example.com/app:1", true)]
    [InlineData("https://registry.example.com/v1/", "registry.example.com/app:1", true)]
    [InlineData("*.azurecr.io", "mine.azurecr.io/app:1", true)]
    [InlineData("registry.example.com/team", "registry.example.com/team/app", true)]
    [InlineData("registry.example.com/team", "registry.example.com/other/app", false)]
    [InlineData("registry.example.com", "registry.example.com.evil.org/app", false)]
    [InlineData("https://index.docker.io/v1/", "nginx", true)]
    [InlineData("registry.example.com", "nginx", false)]
    public void Secret_IsForImagesOfItsRegistry(string entry, string image, bool isFor)
    {
        var config = $$"""{"auths":{"{{entry}}":{"username":"u","password":"p"} } }""";

        var found = ImagePullSecrets.Of(Secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", config), image);

        found.ShouldBe(isFor ? new ImageCredential("u", "p") : null);
    }

    [Fact]
    public void Secret_OfTheOldForm_IsRead()
    {
        var config = $$"""{"r.io":{"auth":"{{Convert.ToBase64String("u:p:q"u8)}}"} }""";

        ImagePullSecrets.Of(Secret("kubernetes.io/dockercfg", ".dockercfg", config), "r.io/a").ShouldBe(new ImageCredential("u", "p:q"));
    }

    [Fact]
    public void Secret_ThatIsNone_IsNoCredential() =>
        ImagePullSecrets.Of(Secret("kubernetes.io/dockerconfigjson", ".dockerconfigjson", "no json"), "r.io/a").ShouldBeNull();

    [Fact]
    public void Credential_AsText_HasNoPassword() => new ImageCredential("u", "secret").ToString().ShouldNotContain("secret");

    private static JsonObject Secret(string type, string key, string content) => new()
    {
        ["type"] = type,
        ["data"] = new JsonObject { [key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(content)) },
    };
}
