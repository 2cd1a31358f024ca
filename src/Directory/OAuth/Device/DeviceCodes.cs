using System.Security.Cryptography;

namespace Verditer.Directory;

/// <summary>The waiting devices, by the device's own code and by the one that its user enters. In memory: a restart ends them all.</summary>
internal sealed class DeviceCodes(TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Letters and digits that nobody takes for one another.</summary>
    private const string Characters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private readonly ExpiringStore<DeviceCode> _byDevice = new(Lifetime, time);
    private readonly ExpiringStore<DeviceCode> _byUser = new(Lifetime, time);

    public (string Code, DeviceCode Device) Create(string clientId, string clientName, TenantRecord? tenant, RequestedAccess access)
    {
        var device = new DeviceCode(RandomNumberGenerator.GetString(Characters, 9), clientId, clientName, tenant, access);
        var key = ExpiringStore<DeviceCode>.NewKey("D");
        _byDevice.Add(key, device);
        _byUser.Add(device.UserCode, device);
        return (key, device);
    }

    public DeviceCode? Find(string deviceCode, out bool ended) => _byDevice.Find(deviceCode, out ended);

    /// <summary>The device whose code a person entered, while it waits.</summary>
    public DeviceCode? FindOpen(string? userCode) =>
        userCode is not null && _byUser.Find(userCode.Trim().ToUpperInvariant(), out var ended) is { IsOpen: true } device && !ended ? device : null;
}
