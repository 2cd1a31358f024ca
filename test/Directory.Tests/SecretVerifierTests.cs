namespace Verditer.Directory.Tests;

public sealed class SecretVerifierTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly SecretVerifier _verifier = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Verify_AfterTheRightSecret_StillTellsItFromOthers(bool chosen)
    {
        var password = Make("right", chosen);
        var other = Make("other", chosen);

        _verifier.Verify([other, password], "right", Now, out var presented).ShouldBe(SecretVerdict.Valid);
        _verifier.Verify([other, password], "right", Now, out var again).ShouldBe(SecretVerdict.Valid);
        _verifier.Verify([password], "wrong", Now, out var none).ShouldBe(SecretVerdict.Wrong);
        _verifier.Verify([other], "right", Now, out _).ShouldBe(SecretVerdict.Wrong);

        (presented, again, none).ShouldBe((password, password, null));
    }

    [Fact]
    public void Verify_SecretOfAnyLength_IsTold()
    {
        foreach (var length in (int[])[1, 200, 256, 257, 5000])
        {
            var password = Make(new('é', length), chosen: false);

            _verifier.Verify([password], new('é', length), Now, out _).ShouldBe(SecretVerdict.Valid);
            _verifier.Verify([password], new('é', length), Now, out _).ShouldBe(SecretVerdict.Valid);
            _verifier.Verify([password], new('e', length), Now, out _).ShouldBe(SecretVerdict.Wrong);
        }
    }

    [Fact]
    public void Verify_RememberedSecretThatHasEnded_IsExpired()
    {
        var password = Make("right", chosen: false);
        _verifier.Verify([password], "right", Now, out _).ShouldBe(SecretVerdict.Valid);

        _verifier.Verify([password], "right", password.End, out _).ShouldBe(SecretVerdict.Expired);
        _verifier.Verify([password], "right", password.Start.AddTicks(-1), out _).ShouldBe(SecretVerdict.NotYetValid);
    }

    private static PasswordRecord Make(string secret, bool chosen) => SecretHash.Make(secret, chosen, null, Now, Now.AddDays(1));
}
