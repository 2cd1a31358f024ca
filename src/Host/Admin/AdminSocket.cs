using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Verditer.Host;

/// <summary>The Unix socket (0600) on which commands reach the running server.</summary>
internal static class AdminSocket
{
    public static void Listen(KestrelServerOptions kestrel, StatePaths paths)
    {
        var path = paths.AdminSocket;
        // A deep state folder has its socket elsewhere; the state folder itself has the mode that StateFolder gave or left it.
        if (Path.GetDirectoryName(path) is { } folder && folder != paths.Root)
        {
            PrivateFile.MakeFolder(folder);
        }

        File.Delete(path);
        kestrel.ListenUnixSocket(path, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Features.Set(new AdminConnection());
                return next(connection);
            });
        });
    }
}
