namespace Verditer.Directory;

/// <summary>A device that waits for its user to enter a code elsewhere.</summary>
internal sealed class DeviceCode(string userCode, string clientId, string clientName, TenantRecord? tenant, RequestedAccess access)
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _asked;
    private bool _redeemed;

    public string UserCode => userCode;

    public string ClientId => clientId;

    public string ClientName => clientName;

    /// <summary>The tenant that the device's address named, if it did.</summary>
    public TenantRecord? Tenant => tenant;

    public RequestedAccess Access => access;

    /// <summary>The user who approved.</summary>
    public BrowserSession? Approved { get; private set; }

    public bool Declined { get; private set; }

    public bool IsOpen => Approved is null && !Declined;

    public void Approve(BrowserSession session)
    {
        lock (_lock)
        {
            Approved ??= Declined ? null : session;
        }
    }

    public void Decline()
    {
        lock (_lock)
        {
            Declined = Approved is null;
        }
    }

    /// <summary>True when the device asks sooner than it was told to.</summary>
    public bool AsksTooSoon(DateTimeOffset now, TimeSpan interval)
    {
        lock (_lock)
        {
            var tooSoon = _asked is { } before && (now - before).Duration() < interval;
            _asked = now;
            return tooSoon;
        }
    }

    /// <summary>True once.</summary>
    public bool TryRedeem()
    {
        lock (_lock)
        {
            var first = !_redeemed;
            _redeemed = true;
            return first;
        }
    }
}
