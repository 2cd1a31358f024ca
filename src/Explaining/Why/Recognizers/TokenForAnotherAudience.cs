using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A good token, made for another API.</summary>
internal sealed class TokenForAnotherAudience : IRecognizer
{
    public Finding? Recognize(Case it) => it.Fact(RefusalFacts.AcceptedAudiences)?.Split(' ')[0] is { } wanted && it.Fact(RefusalFacts.TokenAudience) is { } got
        ? new("token-for-another-audience", $"The token was made for {got}, and sent to {wanted}.",
            "Each API takes tokens whose audience (aud) it is. Ask for a token for the API that is called.",
            new MendingCommand(AzCommands.Line($"az account get-access-token --resource {wanted}"), "a token for this API"))
        : null;
}
