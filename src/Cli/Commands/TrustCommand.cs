using System.CommandLine;
using System.Text.Json.Nodes;

namespace Verditer.Cli;

/// <summary><c>verditer trust</c>: says how the system can be made to trust Verditer's authority. It changes nothing itself.</summary>
internal static class TrustCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("trust", "Say how to trust Verditer's certificates system-wide (changes nothing)");
        command.SetAction(parsed =>
        {
            var paths = parsed.Paths();
            if (!File.Exists(paths.CaCertificate))
            {
                throw new CommandException($"there is no certificate authority in '{paths.Root}' yet. Start Verditer first: verditer up");
            }

            if (parsed.WantsJson())
            {
                terminal.Json(new JsonObject { ["certificate"] = paths.CaCertificate, ["bundle"] = paths.CaBundle });
                return 0;
            }

            terminal.Line($"""
                Verditer's certificate authority: {paths.CaCertificate}
                Clients in the environment of `verditer env` trust it already. This command changes nothing. To trust it system-wide:
                  Debian, Ubuntu   sudo cp {paths.CaCertificate} /usr/local/share/ca-certificates/verditer.crt && sudo update-ca-certificates
                  Fedora, RHEL     sudo cp {paths.CaCertificate} /etc/pki/ca-trust/source/anchors/verditer.pem && sudo update-ca-trust
                  macOS            sudo security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain {paths.CaCertificate}
                """);
            return 0;
        });
        return command;
    }
}
