using System.Text;

namespace Verditer.Clusters.Containers;

/// <summary>The command line of a process, as the kernel gives it: arguments, each ended by a zero. Source: proc(5).</summary>
internal static class CommandLine
{
    /// <summary>Whether one argument begins with a text.</summary>
    public static bool Has(ReadOnlySpan<byte> line, string start)
    {
        var wanted = Encoding.UTF8.GetBytes(start);
        foreach (var argument in line.Split((byte)0))
        {
            if (line[argument].StartsWith(wanted))
            {
                return true;
            }
        }

        return false;
    }
}
