using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Verditer.Bench;

/// <summary>A server under measurement: a child process on a free port.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly Process _process;

    private ServerProcess(Process process, int port, TimeSpan firstAnswer) => (_process, Port, FirstAnswer) = (process, port, firstAnswer);

    public int Port { get; }

    /// <summary>From the start of the process to the first answer over TLS.</summary>
    public TimeSpan FirstAnswer { get; }

    /// <summary>Resident memory in MiB.</summary>
    public double Memory
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(':')[1].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Starts a program and waits for its first answer.</summary>
    /// <param name="arguments">Its arguments, given the port.</param>
    public static async Task<ServerProcess> StartAsync(string program, Func<int, string[]> arguments, string path)
    {
        var port = FreePort();
        var started = Stopwatch.GetTimestamp();
        var process = Process.Start(new ProcessStartInfo(program, arguments(port)) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"cannot start {program}");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n");
        while (Stopwatch.GetElapsedTime(started) < Patience && !process.HasExited)
        {
            try
            {
                using var connection = await RawConnection.OpenAsync(new(port, "localhost"));
                await connection.SendAsync(request);
                return new(process, port, Stopwatch.GetElapsedTime(started));
            }
            catch (SocketException)
            {
                await Task.Delay(1);
            }
        }

        throw new InvalidOperationException($"{program} does not answer");
    }

    /// <summary>Ends it as a user would, by SIGTERM.</summary>
    public void Dispose()
    {
        using (var kill = Process.Start("kill", _process.Id.ToString(CultureInfo.InvariantCulture)))
        {
            kill.WaitForExit();
        }

        if (!_process.WaitForExit(Patience))
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
