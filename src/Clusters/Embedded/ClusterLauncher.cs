using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Kubernetes;
using Verditer.Storage;

namespace Verditer.Clusters.Embedded;

/// <summary>Brings a cluster up from what is kept of it: keys, objects, port, server, controllers.</summary>
internal sealed class ClusterLauncher(
    IDocumentStore store,
    ISecretProtector protector,
    ClusterRecords records,
    IControllerSet controllers,
    INodes nodes,
    EmbeddedClusterOptions options,
    IRefusalLog refusals,
    TimeProvider clock,
    ILoggerFactory loggers)
{
    private const int ServiceAccountKeyBits = 2048;
    private const int PortAttempts = 5;
    private const string InternalIssuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly TimeSpan RetiredKeyLife = TimeSpan.FromHours(24);

    private readonly TimeProvider _hostTime = clock is VerditerClock verditer ? verditer.Host : clock;
    private readonly ILogger _logger = loggers.CreateLogger<ClusterLauncher>();

    public string Server(int port) => $"https://{options.Address}:{port}";

    /// <summary>A cluster that nobody has seen yet: new keys, new tokens, no port.</summary>
    public ClusterRecord NewRecord(ControlPlaneSpec spec)
    {
        using var authority = ClusterAuthority.Create(_hostTime);
        using var key = RSA.Create(ServiceAccountKeyBits);
        var tokens = ClusterUser.All.ToDictionary(user => user.Key, _ => RandomNumberGenerator.GetHexString(64, lowercase: true));
        return new(spec, 0, authority.Pem, new(authority.ExportKey(), key.ExportPkcs8PrivateKeyPem(), tokens));
    }

    /// <summary>The cluster with a new service-account key; tokens of the one before are taken for a day more.</summary>
    public ClusterRecord WithNewServiceAccountKey(ClusterRecord record, string rotation)
    {
        using var old = RSA.Create();
        old.ImportFromPem(record.Secrets.ServiceAccountKey);
        using var key = RSA.Create(ServiceAccountKeyBits);
        return record with
        {
            Secrets = record.Secrets with { ServiceAccountKey = key.ExportPkcs8PrivateKeyPem() },
            RetiredKey = new(old.ExportSubjectPublicKeyInfoPem(), clock.GetUtcNow() + RetiredKeyLife, rotation),
        };
    }

    public JsonObject ServiceAccountKeys(ClusterRecord record)
    {
        using var credentials = Credentials(record);
        return ServiceAccountKeySet.Write(credentials.ServiceAccountKey, credentials.RetiredKey, clock.GetUtcNow());
    }

    public ClusterAuthority Authority(ClusterRecord record) => ClusterAuthority.Open(record.AuthorityCertificate, record.Secrets.AuthorityKey, _hostTime);

    /// <summary>The first start chooses a free port; it stays the cluster's.</summary>
    /// <exception cref="EmbeddedClusterException">The cluster's port is taken by somebody else.</exception>
    public async Task<RunningCluster> StartAsync(ClusterRecord record, CancellationToken cancellationToken)
    {
        if (record.Port != 0)
        {
            return await ListenAsync(record, cancellationToken);
        }

        for (var attempt = 1; ; attempt++)
        {
            var chosen = record with { Port = FreePort(options.Address) };
            try
            {
                var cluster = await ListenAsync(chosen, cancellationToken);
                await records.SaveAsync(chosen, cancellationToken);
                return cluster;
            }
            catch (EmbeddedClusterException) when (attempt < PortAttempts)
            {
                // Somebody took the free port in the same moment.
            }
        }
    }

    private async Task<RunningCluster> ListenAsync(ClusterRecord record, CancellationToken cancellationToken)
    {
        var spec = record.Spec;
        var facts = new ClusterFacts(
            spec.ClusterKey, spec.Name, spec.KubernetesVersion, Server(record.Port), record.AuthorityCertificate, spec.PodCidr, spec.ServiceCidr, spec.DnsServiceIp);
        var authority = Authority(record);
        var credentials = Credentials(record);
        var seal = new SecretSeal(protector, spec.ClusterKey);
        var api = await ClusterApiSetup.OpenAsync(store, new(spec.ClusterKey, spec.ServiceCidr, seal, spec.WorkloadIdentityTenant), clock, cancellationToken);
        try
        {
            await ClusterSeed.EnsureAsync(api, facts, cancellationToken);
            var certificate = new ServerCertificate(authority, spec.Fqdn, new ServiceNetwork(spec.ServiceCidr).First, _hostTime);
            var server = await KubernetesServer.StartAsync(
                api, facts, credentials, certificate.Current, new(options.Address, record.Port), refusals, clock, loggers, nodes.Connections, cancellationToken);
            _logger.Started(spec.ClusterKey, spec.Name, facts.Server);
            return new(facts, authority, credentials, api, server)
            {
                Controllers = new(api, spec.ClusterKey, controllers.For(facts, authority), options.ControllerPause, _hostTime, loggers.CreateLogger<ControllerRunner>()),
            };
        }
        catch (Exception e)
        {
            api.Dispose();
            credentials.Dispose();
            authority.Dispose();
            if (e is IOException)
            {
                throw Taken(record, e);
            }

            throw;
        }
    }

    private EmbeddedClusterException Taken(ClusterRecord record, Exception cause) => new(
        $"The API of cluster '{record.Spec.Name}' cannot listen on {options.Address}:{record.Port}, which its kubeconfigs name: {cause.Message} "
        + $"End the program that holds the port ('ss -ltnp sport = :{record.Port}' shows it), then start the cluster again.",
        cause);

    public void Stopped(string clusterKey) => _logger.Stopped(clusterKey);

    private static ClusterCredentials Credentials(ClusterRecord record)
    {
        var key = RSA.Create();
        key.ImportFromPem(record.Secrets.ServiceAccountKey);
        var tokens = ClusterUser.All.ToDictionary(user => ClusterCredentials.Hash(record.Secrets.Tokens[user.Key]), user => user.Info);
        var issuer = record.Spec.Issuer;
        return new(X509Certificate2.CreateFromPem(record.AuthorityCertificate), key, issuer ?? InternalIssuer, tokens)
        {
            FormerIssuers = issuer is null ? [] : [InternalIssuer],
            RetiredKey = record.RetiredKey?.Open(),
            KeySetAddress = issuer is null ? null : $"{issuer}openid/v1/jwks",
        };
    }

    private static int FreePort(IPAddress address)
    {
        using var listener = new System.Net.Sockets.TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
