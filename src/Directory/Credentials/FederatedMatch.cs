using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Which federated credential a token fits: issuer, subject and audience, compared exactly. The refusal names the first that does not fit.</summary>
internal static class FederatedMatch
{
    public static FederatedCredentialRecord? Find(ClientProof proof, SignedJwt assertion, out OAuthError? refusal)
    {
        var all = proof.FederatedCredentials;
        var ofIssuer = all.Where(credential => credential.Issuer == assertion.Issuer).ToList();
        var ofSubject = ofIssuer.Where(credential => credential.Subject == assertion.Subject).ToList();
        var found = ofSubject.FirstOrDefault(credential => credential.Audiences.Any(audience => TokenExchange.IsAudience(audience, assertion.Audiences)));
        refusal = found is not null ? null
            : all.Count == 0 ? SignInErrors.NoFederatedCredentials(proof.ClientId)
            : ofIssuer.Count == 0 ? Refuse("registeredIssuers", all.Select(one => one.Issuer), SignInErrors.NoSuchIssuer(assertion.Issuer))
            : ofSubject.Count == 0 ? Refuse("registeredSubjects", ofIssuer.Select(one => one.Subject), NoSuchSubject(ofIssuer, assertion.Subject))
            : Refuse("registeredAudiences", ofSubject.SelectMany(one => one.Audiences), SignInErrors.NoSuchAudience(string.Join(' ', assertion.Audiences)));
        return found;

        OAuthError Refuse(string name, IEnumerable<string> registered, OAuthError error)
        {
            proof.Attempt.Note(name, string.Join(' ', registered.Distinct()));
            return error;
        }
    }

    private static OAuthError NoSuchSubject(List<FederatedCredentialRecord> credentials, string subject) =>
        credentials.Any(credential => credential.Subject.Equals(subject, StringComparison.OrdinalIgnoreCase))
            ? SignInErrors.SubjectDiffersInCase(subject)
            : SignInErrors.NoSuchSubject(subject);
}
