using System.Diagnostics;

namespace Verditer.Bench;

/// <summary>Requests of several connections at once, for a time or for a number of requests.</summary>
internal static class LoadRun
{
    /// <summary>Sends the same request on each connection until the time is over.</summary>
    /// <returns>Answers a second. Any answer but <paramref name="expected"/> ends the run.</returns>
    public static async Task<double> ForAsync(TimeSpan time, int connections, Target target, ReadOnlyMemory<byte> request, int expected = 200)
    {
        var opened = await OpenAsync(connections, target);
        var started = Stopwatch.StartNew();
        var counts = await Task.WhenAll(opened.Select(connection => Task.Run(async () =>
        {
            var count = 0;
            while (started.Elapsed < time)
            {
                Require(await connection.SendAsync(request), expected);
                count++;
            }

            return count;
        })));
        var rate = counts.Sum() / started.Elapsed.TotalSeconds;
        Close(opened);
        return rate;
    }

    /// <summary>Sends the requests 0 to <paramref name="total"/> - 1, each once, spread over the connections.</summary>
    /// <returns>Answers a second, and how many were refused.</returns>
    public static async Task<(double Rate, int Refused)> EachAsync(int total, int connections, Target target, Func<int, byte[]> request)
    {
        var requests = Enumerable.Range(0, total).Select(request).ToArray();
        var opened = await OpenAsync(connections, target);
        var (next, refused) = (-1, 0);
        var started = Stopwatch.StartNew();
        await Task.WhenAll(opened.Select(connection => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) < total;)
            {
                if ((await connection.SendAsync(requests[i])).Status is < 200 or > 299)
                {
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        var rate = total / started.Elapsed.TotalSeconds;
        Close(opened);
        return (rate, refused);
    }

    private static async Task<RawConnection[]> OpenAsync(int connections, Target target)
    {
        var opened = new RawConnection[connections];
        for (var i = 0; i < connections; i++)
        {
            opened[i] = await RawConnection.OpenAsync(target);
        }

        return opened;
    }

    private static void Close(RawConnection[] connections)
    {
        foreach (var connection in connections)
        {
            connection.Dispose();
        }
    }

    private static void Require((int Status, int Length) answer, int expected)
    {
        if (answer.Status != expected)
        {
            throw new InvalidOperationException($"answered {answer.Status}, not {expected}");
        }
    }
}
