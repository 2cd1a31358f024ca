using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Text.Json.Nodes;

namespace Verditer.InstanceMetadata;

/// <summary>A document about the machine, signed (PKCS#7) by a certificate of Verditer's authority for the name by which Azure signs.</summary>
internal sealed class AttestedDocumentEndpoint(MachineOwner owners, InstanceMetadataOptions options, TimeProvider time) : IMetadataEndpoint
{
    private const int LongestNonce = 10;
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";

    public string Path => "attested/document";

    public IReadOnlyList<string> Versions { get; } = ApiVersions.Since("2018-10-01");

    public async ValueTask<MetadataAnswer> AnswerAsync(MetadataRequest request)
    {
        var nonce = request.Value("nonce");
        if (nonce is not null && (nonce.Length > LongestNonce || !nonce.All(char.IsAsciiDigit)))
        {
            return MetadataErrors.BadNonce;
        }

        var facts = new MachineFacts(request.Machine.Name, request.Machine.Compute!, await owners.FindAsync(request.Machine, request.Canceled));
        var document = Core.Json.ToBytes(AttestedDocument.Create(facts, nonce, time.GetUtcNow()));
        return MetadataAnswer.Json(new JsonObject { ["encoding"] = "pkcs7", ["signature"] = Convert.ToBase64String(Sign(document)) });
    }

    private byte[] Sign(byte[] document)
    {
        using var certificate = options.AttestationCertificate();
        var signed = new SignedCms(new ContentInfo(document), detached: false);
        signed.ComputeSignature(new CmsSigner(SubjectIdentifierType.IssuerAndSerialNumber, certificate) { DigestAlgorithm = new Oid(Sha256) });
        return signed.Encode();
    }
}
