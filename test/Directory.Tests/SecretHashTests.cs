namespace Verditer.Directory.Tests;

public sealed class SecretHashTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Hint_IsKeptOfGeneratedSecretsAlone()
    {
        SecretHash.Make("abc~0123456789", chosen: false, "app", Now, Now).Hint.ShouldBe("abc");
        SecretHash.Make("Correct-horse-7", chosen: true, null, Now, Now).Hint.ShouldBeNull();
    }

    [Fact]
    public void Hash_OfTheSameSecretTwice_Differs() =>
        SecretHash.Make("secret", chosen: false, null, Now, Now).Hash.ShouldNotBe(SecretHash.Make("secret", chosen: false, null, Now, Now).Hash);
}
