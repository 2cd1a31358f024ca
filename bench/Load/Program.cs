using System.Globalization;
using Verditer.Bench;

// Usage: load VERDITER HELLO SCRATCH-FOLDER SECONDS ROUNDS [start|roles|tokens|federated|metadata|reads|writes|clusters]…
var setting = new Setting(
    args[0], args[1], args[2],
    TimeSpan.FromSeconds(double.Parse(args[3], CultureInfo.InvariantCulture)),
    int.Parse(args[4], CultureInfo.InvariantCulture));
var wanted = args.Length > 5 ? args[5..] : ["start", "roles", "tokens", "federated", "metadata", "reads", "writes", "clusters"];

if (wanted.Contains("start"))
{
    await StartBench.RunAsync(setting);
}

if (wanted.Contains("roles"))
{
    await RoleBench.RunAsync(setting);
}

using var verditer = await setting.StartVerditerAsync();
using var azure = new Azure(verditer.Port, setting.StateFolder);
await azure.SignInAsync();
var others = new Dictionary<string, Func<Task>>
{
    ["tokens"] = () => TokenBench.RunAsync(setting, verditer, azure),
    ["federated"] = () => FederatedTokenBench.RunAsync(setting, verditer, azure),
    ["metadata"] = () => MetadataBench.RunAsync(setting, azure),
    ["reads"] = () => ReadBench.RunAsync(setting, verditer, azure),
    ["writes"] = () => WriteBench.RunAsync(setting, verditer, azure),
    ["clusters"] = () => ClusterBench.RunAsync(setting, azure),
};
foreach (var (name, run) in others)
{
    if (wanted.Contains(name))
    {
        await run();
    }
}
