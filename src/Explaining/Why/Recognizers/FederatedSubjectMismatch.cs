using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A federated token names another subject than the credential that was registered.</summary>
internal sealed class FederatedSubjectMismatch : IRecognizer
{
    private static readonly int[] Numbers = [700213, 7002138];

    public Finding? Recognize(Case it)
    {
        if (it.SignIn is not { } signIn || !Numbers.Contains(signIn.ErrorCode) || it.Fact("assertionSubject") is not { } presented || it.Fact("registeredSubjects") is not { } all)
        {
            return null;
        }

        var nearest = all.Split(' ').MaxBy(one => SameStart(one, presented))!;
        var same = SameStart(nearest, presented);
        var text = $"presented   {presented}\nregistered  {nearest}\n            {new string(' ', same)}^ they differ from here"
            + (nearest.Equals(presented, StringComparison.OrdinalIgnoreCase) ? ", only in case: subjects are compared exactly" : "")
            + (all.Contains(' ') ? $"\nregistered are: {all}" : "");
        return new("federated-subject-mismatch", "The token's subject is not the one that the federated credential names.", text,
            new MendingCommand(Create(it, signIn.ClientId, presented), "registers the subject that was presented, if it is the right one"));
    }

    private static string Create(Case it, string? clientId, string subject)
    {
        var (issuer, audience) = (it.Fact("assertionIssuer"), it.Fact("assertionAudience"));
        if (it.Caller?.ResourceId is { } id && ResourceId.TryParse(id, out var identity))
        {
            return AzCommands.Line(
                $"az identity federated-credential create --name NAME --identity-name {identity.Name} --resource-group {identity.ResourceGroup} --issuer {issuer} --subject {subject} --audiences {audience}");
        }

        var body = new JsonObject { ["name"] = "NAME", ["issuer"] = issuer, ["subject"] = subject, ["audiences"] = new JsonArray(audience) };
        return AzCommands.Line($"az ad app federated-credential create --id {clientId} --parameters {Json.ToText(body)}");
    }

    private static int SameStart(string a, string b) => a.AsSpan().CommonPrefixLength(b);
}
