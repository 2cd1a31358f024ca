using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Verditer.Host;

/// <summary>The Unix socket (0600) on which commands reach the running server.</summary>
internal static class AdminSocket
{
    public static void Listen(KestrelServerOptions kestrel, StatePaths paths)
    {
        var path = paths.AdminSocket;
        // The state folder itself has the mode that StateFolder gave or left it; those of the metadata listeners are made by them.
        foreach (var folder in paths.SocketFoldersElsewhere)
        {
            SocketFolder.Make(folder);
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
