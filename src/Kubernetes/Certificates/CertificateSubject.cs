using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Verditer.Kubernetes;

/// <summary>Whom a certificate is for: the common name is the user, the organizations are his groups.</summary>
internal sealed record CertificateSubject(string CommonName, IReadOnlyList<string> Organizations)
{
    private const string CommonNameId = "2.5.4.3";
    private const string OrganizationId = "2.5.4.10";

    public static CertificateSubject Of(X500DistinguishedName subject)
    {
        var name = "";
        var organizations = new List<string>();
        foreach (var (id, value) in subject.EnumerateRelativeDistinguishedNames().SelectMany(Attributes))
        {
            if (id == CommonNameId)
            {
                name = value;
            }
            else if (id == OrganizationId)
            {
                organizations.Add(value);
            }
        }

        return new(name, organizations);
    }

    private static IEnumerable<(string Id, string Value)> Attributes(X500RelativeDistinguishedName part)
    {
        var attributes = new List<(string, string)>();
        var set = new AsnReader(part.RawData, AsnEncodingRules.DER).ReadSetOf();
        while (set.HasData)
        {
            var pair = set.ReadSequence();
            var id = pair.ReadObjectIdentifier();
            var tag = pair.PeekTag();
            if (tag.TagClass == TagClass.Universal && (UniversalTagNumber)tag.TagValue is var type
                && type is UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String)
            {
                attributes.Add((id, pair.ReadCharacterString(type)));
            }
        }

        return attributes;
    }
}
