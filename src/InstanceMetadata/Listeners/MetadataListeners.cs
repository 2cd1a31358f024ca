using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>The open listeners, by the machine's name. The server behind them starts with the first.</summary>
internal sealed partial class MetadataListeners(
    InstanceMetadataOptions options, MetadataRouter router, MachineOwner owners, IdentityChanges changes, ResourceMachines resources, ILoggerFactory loggers)
    : IMetadataListeners, IAsyncDisposable
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly ILogger _logger = loggers.CreateLogger<MetadataListeners>();
    private readonly ConcurrentDictionary<string, OpenListener> _open = new(StringComparer.Ordinal);
    private readonly SocketTransportFactory _sockets = new(Options.Create(new SocketTransportOptions { IOQueueCount = 1 }), loggers);
    private readonly SemaphoreSlim _changing = new(1, 1);
    private MetadataServer? _server;

    public IEnumerable<OpenListener> Open => _open.Values;

    public async Task<string> OpenAsync(MetadataMachine machine, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_open.TryGetValue(machine.Name, out var open))
            {
                RequireSameOwner(open.Machine, machine);
                open.Machine = machine;
                return open.Path;
            }

            changes.Watch(machine.OwnerResourceId, await owners.FindAsync(machine, cancellationToken));
            var path = SocketOf(machine.Name);
            MakeFolder(Path.GetDirectoryName(path)!);
            _open[machine.Name] = await OpenListener.BindAsync(machine, path, _sockets, await ServerAsync(cancellationToken), cancellationToken);
            LogOpened(_logger, machine.Name, path, machine.OwnerResourceId);
            return path;
        }
        finally
        {
            _changing.Release();
        }
    }

    public async Task CloseAsync(string machineName, CancellationToken cancellationToken = default)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            if (_open.TryRemove(machineName, out var listener))
            {
                await listener.DisposeAsync();
                LogClosed(_logger, machineName);
            }
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <inheritdoc/>
    /// <remarks>A control plane is no node: its identity is for its own processes alone.</remarks>
    public string? FindNodeSocket(string nodeName) =>
        _open.TryGetValue(nodeName, out var listener) && listener.Machine.Compute is not null ? listener.Path : null;

    /// <inheritdoc/>
    public async ValueTask<MetadataSocket?> FindMachineAsync(string nameOrResourceId, CancellationToken cancellationToken = default)
    {
        if (Find(nameOrResourceId) is { } open)
        {
            return Describe(open);
        }

        if (await resources.FindAsync(nameOrResourceId, cancellationToken) is not { } machine)
        {
            return null;
        }

        await OpenAsync(machine, cancellationToken);
        return Find(machine.Name) is { } opened ? Describe(opened) : null;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in _open.Keys)
        {
            await CloseAsync(name);
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _changing.Dispose();
    }

    private static MetadataSocket Describe(OpenListener listener) => new(listener.Path, listener.IdentityHeader);

    /// <summary>An open listener of a machine, by its name or its resource's id; never a control plane's.</summary>
    private OpenListener? Find(string nameOrResourceId) =>
        _open.TryGetValue(nameOrResourceId, out var named) && named.Machine.Compute is not null
            ? named
            : _open.Values.FirstOrDefault(one => one.Machine.Compute is { ResourceId.Length: > 0 } compute && compute.ResourceId.Equals(nameOrResourceId, StringComparison.OrdinalIgnoreCase));

    /// <summary>A machine that another owner has under this name would be given the identities of the new one.</summary>
    private static void RequireSameOwner(MetadataMachine open, MetadataMachine machine)
    {
        if (!open.OwnerResourceId.Equals(machine.OwnerResourceId, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"The metadata listener of a machine named '{machine.Name}' is open for '{open.OwnerResourceId}' and cannot serve the identities of '{machine.OwnerResourceId}' too.");
        }
    }

    /// <summary>A short path, whatever the name is.</summary>
    private string SocketOf(string machineName)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(machineName)))[..12];
        return UnixSocketPath.For(options.Folder, $"{hash}.sock");
    }

    private async Task<MetadataServer> ServerAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
        {
            var server = new MetadataServer(router, loggers);
            await server.StartAsync(cancellationToken);
            _server = server;
        }

        return _server;
    }

    private static void MakeFolder(string path)
    {
        System.IO.Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnlyFolder);
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "The metadata listener of {Machine} is open at {Path}; it serves the identities of {Owner}")]
    private static partial void LogOpened(ILogger logger, string machine, string path, string owner);

    [LoggerMessage(2, LogLevel.Debug, "The metadata listener of {Machine} is closed")]
    private static partial void LogClosed(ILogger logger, string machine);
}
