namespace Verditer.CloudProvider.Tests;

public sealed class KubeconfigTests
{
    [Fact]
    public void Parse_CurrentContext_FindsItsServerAuthorityAndCertificate()
    {
        using var certificates = new ClusterCertificates();
        var config = Kubeconfig.Parse(certificates.Kubeconfig(1234), ".");
        config.Server.ToString().ShouldBe("https://127.0.0.1:1234/");
        config.Authorities.Single().Thumbprint.ShouldBe(certificates.Authority.Thumbprint);
        config.ClientCertificate!.HasPrivateKey.ShouldBeTrue();
        config.Token.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "current-context")]
    [InlineData("current-context: a", "contexts 'a'")]
    [InlineData("current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]", "clusters 'c'")]
    public void Parse_SomethingMissing_SaysWhat(string yaml, string missing) =>
        Should.Throw<FormatException>(() => Kubeconfig.Parse(yaml, ".")).Message.ShouldBe($"The kubeconfig has no {missing}.");
}
