using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Verditer.Kubernetes;

/// <summary>Hands an upgrade on: the same request to the one who serves it, its answer back, then bytes both ways until one side ends.</summary>
internal static class UpgradedConnection
{
    private const int LongestHead = 64 * 1024;

    private static readonly string[] NotHandedOn = ["Host", "Authorization", "Content-Length", "Transfer-Encoding"];

    public static async Task ServeAsync(HttpContext http, IHttpUpgradeFeature upgrade, Stream backend, string path)
    {
        var aborted = http.RequestAborted;
        await backend.WriteAsync(Head(http.Request, path), aborted);
        var (head, after) = await ReadHeadAsync(backend, aborted);
        var lines = head.Split("\r\n");
        var status = lines[0].Split(' ') is [_, var code, ..] && int.TryParse(code, out var number) ? number : 502;
        if (status != StatusCodes.Status101SwitchingProtocols)
        {
            await ApiAnswer.TextAsync(http, status, Encoding.UTF8.GetString(after.Span));
            return;
        }

        foreach (var line in lines.Skip(1))
        {
            if (line.Split(':', 2) is [var name, var value] && !name.Equals("Connection", StringComparison.OrdinalIgnoreCase) && !name.Equals("Date", StringComparison.OrdinalIgnoreCase))
            {
                http.Response.Headers.Append(name, value.Trim());
            }
        }

        await using var client = await upgrade.UpgradeAsync();
        await client.WriteAsync(after, aborted);
        await client.FlushAsync(aborted);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var first = await Task.WhenAny(client.CopyToAsync(backend, ending.Token), backend.CopyToAsync(client, ending.Token));
        await ending.CancelAsync();
        await first.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static byte[] Head(HttpRequest request, string path)
    {
        var head = new StringBuilder($"{request.Method} {path} HTTP/1.1\r\nHost: node\r\n");
        foreach (var (name, values) in request.Headers.Where(header => !NotHandedOn.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            foreach (var value in values)
            {
                head.Append(name).Append(": ").Append(value).Append("\r\n");
            }
        }

        return Encoding.Latin1.GetBytes(head.Append(HttpMethods.IsPost(request.Method) ? "Content-Length: 0\r\n\r\n" : "\r\n").ToString());
    }

    /// <returns>The head without its empty line, and what came with it of what follows.</returns>
    private static async Task<(string Head, ReadOnlyMemory<byte> After)> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        for (var length = 0; length < buffer.Length;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is >= 0 and var end)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end), buffer.AsMemory(end + 4, length - end - 4));
            }
        }

        throw new IOException("The node ended the connection before it answered.");
    }
}
