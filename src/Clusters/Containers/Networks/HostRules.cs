namespace Verditer.Clusters.Containers;

/// <summary>
/// The rules of one Verditer on the host: what leaves its virtual networks gets the host's address, and of the host itself only the addresses of load balancers can be
/// reached from there. Forwarding is switched on where it was off, and off again with the last network of any Verditer; where others on the host forward by then, it stays on.
/// </summary>
internal sealed class HostRules(HostNames names)
{
    /// <summary>Frontends of load balancers. The other half of 198.18.0.0/15, which nobody routes (RFC 2544), joins virtual networks with the host.</summary>
    public const string FrontendRange = "198.18.0.0/16";

    public static readonly Ipv4Prefix LinkRange = Ipv4Prefix.Parse("198.19.0.0/16")!.Value;

    private const string Forwarding = "/proc/sys/net/ipv4/ip_forward";
    private const string ForwardingWasOff = "/run/verditer/forwarding-was-off";

    public async Task ApplyAsync(CancellationToken cancellationToken)
    {
        await HostCommand.RunAsync("nft", ["-f", "-"], $$"""
            add table ip {{names.RuleTable}}
            delete table ip {{names.RuleTable}}
            table ip {{names.RuleTable}} {
              chain out {
                type nat hook postrouting priority srcnat;
                ip saddr {{LinkRange}} ip daddr != { {{LinkRange}}, {{FrontendRange}} } masquerade
              }
              chain in {
                type filter hook input priority filter;
                iifname "{{names.InterfacePrefix}}*" ct state new ip daddr != {{FrontendRange}} drop
              }
            }
            """, cancellationToken);
        if ((await File.ReadAllTextAsync(Forwarding, cancellationToken)).Trim() == "0")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(ForwardingWasOff)!);
            await File.WriteAllTextAsync(ForwardingWasOff, "", cancellationToken);
            await File.WriteAllTextAsync(Forwarding, "1", cancellationToken);
        }
    }

    public async Task RemoveAsync()
    {
        await HostCommand.TryAsync("nft", "delete", "table", "ip", names.RuleTable);
        var others = Directory.EnumerateDirectories("/sys/class/net").Select(Path.GetFileName).Any(name => name!.StartsWith("vd", StringComparison.Ordinal) && name.Length == 14);
        if (!others && File.Exists(ForwardingWasOff))
        {
            if (!await IsUsedByOthersAsync())
            {
                await File.WriteAllTextAsync(Forwarding, "0");
            }

            File.Delete(ForwardingWasOff);
        }
    }

    /// <summary>Bridges, or rules about what is forwarded: Docker, virtual machines, another cluster on this host.</summary>
    private static async Task<bool> IsUsedByOthersAsync() =>
        Directory.EnumerateDirectories("/sys/class/net").Any(link => Directory.Exists(Path.Combine(link, "bridge")))
        || (await HostCommand.RunAsync("nft", ["list", "ruleset"])).Contains("hook forward", StringComparison.Ordinal);
}
