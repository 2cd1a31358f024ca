using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Verditer.Host;

/// <summary>The Unix socket (0600, in a folder 0700) on which commands reach the running server.</summary>
internal static class AdminSocket
{
    public static void Listen(KestrelServerOptions kestrel, string path)
    {
        PrivateFile.MakeFolder(Path.GetDirectoryName(path)!);
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
