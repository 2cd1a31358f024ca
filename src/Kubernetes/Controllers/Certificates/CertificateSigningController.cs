using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Signs what was approved for one of the cluster's signers. Client certificates are dated by Verditer's clock, by which the API judges them; those of servers by the
/// host's. Source: kubernetes/pkg/controller/certificates/signer.
/// </summary>
internal sealed class CertificateSigningController(ControllerServices services, IClusterCertificates authority) : Controller(services)
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Short = TimeSpan.FromHours(8);

    public override string Name => "csrsigning";

    protected override IReadOnlyList<WatchSource> Sources { get; } = [WatchSource.Self(Kinds.CertificateSigningRequests, IsWaiting)];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } value || !IsWaiting(value)
            || CertificateSigner.All.FirstOrDefault(one => one.Name == value.Text("spec", "signerName")) is not { } signer)
        {
            return;
        }

        var status = value.CopyAt("status");
        var usages = value.Texts("spec", "usages").ToList();
        var (request, unreadable) = SigningRequest.Read(value);
        if ((unreadable ?? signer.Refuse(request!, usages)) is { } refused)
        {
            status.SetCondition("Failed", "True", "SignerValidationFailure", refused, turn.Now, "lastUpdateTime");
        }
        else
        {
            status["certificate"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(Sign(request!, signer, usages, value.Number("spec", "expirationSeconds"))));
        }

        await turn.SetStatusAsync(Kinds.CertificateSigningRequests, value, status);
    }

    private string Sign(SigningRequest request, CertificateSigner signer, List<string> usages, int? seconds)
    {
        var asked = seconds is { } number ? TimeSpan.FromSeconds(number) : Longest;
        var life = asked > Longest ? Longest : asked < Shortest ? Shortest : asked;
        var now = (signer.ForServers ? Services.HostTime : Services.Time).GetUtcNow();
        var keyUsage = (usages.Contains("digital signature") ? X509KeyUsageFlags.DigitalSignature : 0)
            | (usages.Contains("key encipherment") ? X509KeyUsageFlags.KeyEncipherment : 0);
        return authority.Sign(request.Request, signer.ForServers, keyUsage, now - Backdate, now + life - (life < Short ? TimeSpan.Zero : Backdate)) + "\n";
    }

    private static bool IsWaiting(JsonObject value) =>
        value.HasCondition("Approved") && !value.HasCondition("Denied") && !value.HasCondition("Failed") && value.Text("status", "certificate") is null;
}
