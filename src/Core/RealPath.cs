namespace Verditer.Core;

/// <summary>A path without links in it. Source: realpath(3); what is not there is taken as it is written.</summary>
public static class RealPath
{
    private const int MostLinks = 40;

    /// <param name="path">A full path.</param>
    /// <exception cref="IOException">There are more than forty links on the way.</exception>
    public static string Of(string path)
    {
        var links = 0;
        var real = "/";
        var left = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        while (left.TryPop(out var part))
        {
            if (part is "." or "..")
            {
                real = part == ".." ? Path.GetDirectoryName(real) ?? "/" : real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++links > MostLinks)
            {
                throw new IOException($"Too many links in '{path}'.");
            }

            real = target.StartsWith('/') ? "/" : real;
            foreach (var piece in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse())
            {
                left.Push(piece);
            }
        }

        return real;
    }
}
