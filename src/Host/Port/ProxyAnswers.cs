using System.Text;

namespace Verditer.Host;

/// <summary>What the proxy says to a CONNECT request. Clients show the reason phrase of a refusal, never its body, so it carries the text.</summary>
internal static class ProxyAnswers
{
    public static readonly byte[] Established = Encoding.ASCII.GetBytes("HTTP/1.1 200 Connection established\r\n\r\n");

    public static readonly byte[] BadRequest = Refusal(400, "Bad Request", "This is not a CONNECT request that Verditer can read.");

    /// <summary>The reason in words, which names the host and what opens the way to it.</summary>
    public static string Reason(string host) => $"Verditer does not reach {host} (verditer up --allow-host {host} would)";

    public static byte[] Refused(string host) => Refusal(403, Reason(host), $"{Reason(host)}.");

    public static byte[] Unreachable(string host) => Refusal(502, $"{host} cannot be reached", $"{host} cannot be reached.");

    private static byte[] Refusal(int status, string reason, string body) => Encoding.ASCII.GetBytes(
        $"HTTP/1.1 {status} {reason}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length + 1}\r\nConnection: close\r\n\r\n{body}\n");
}
