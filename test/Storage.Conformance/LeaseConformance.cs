namespace Verditer.Storage.Conformance;

public abstract class LeaseConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Lease_ThatIsFree_IsTaken()
    {
        var lease = (await Store.AcquireLeaseAsync("work", "one", Duration)).ShouldNotBeNull();

        lease.ShouldBe(new Lease("work", "one", HostTime.GetUtcNow() + Duration));
    }

    [Fact]
    public async Task Lease_OfAnother_IsNotTakenUntilItEnds()
    {
        await Store.AcquireLeaseAsync("work", "one", Duration);

        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldBeNull();
        HostTime.Advance(Duration - TimeSpan.FromSeconds(1));
        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldBeNull();
        HostTime.Advance(TimeSpan.FromSeconds(1));
        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldNotBeNull();
        (await Store.AcquireLeaseAsync("work", "one", Duration)).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_OfOneself_IsRenewed()
    {
        await Store.AcquireLeaseAsync("work", "one", Duration);
        HostTime.Advance(Duration / 2);

        var renewed = (await Store.AcquireLeaseAsync("work", "one", Duration)).ShouldNotBeNull();

        renewed.Expires.ShouldBe(HostTime.GetUtcNow() + Duration);
        HostTime.Advance(Duration - TimeSpan.FromSeconds(1));
        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_GivenBack_IsFree()
    {
        await Store.AcquireLeaseAsync("work", "one", Duration);
        await Store.ReleaseLeaseAsync("work", "one");

        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Release_OfAnothersLease_LeavesIt()
    {
        await Store.AcquireLeaseAsync("work", "one", Duration);
        await Store.ReleaseLeaseAsync("work", "two");
        await Store.ReleaseLeaseAsync("never taken", "two");

        (await Store.AcquireLeaseAsync("work", "two", Duration)).ShouldBeNull();
    }

    [Fact]
    public async Task Lease_AskedForByMany_GoesToOne()
    {
        var winners = 0;
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            if (await Store.AcquireLeaseAsync("work", $"owner {i}", Duration, stop) is not null)
            {
                Interlocked.Increment(ref winners);
            }
        });

        winners.ShouldBe(1);
    }

    [Fact]
    public async Task Leases_ChangeNoRevision()
    {
        await Store.AcquireLeaseAsync("work", "one", Duration);
        await Store.ReleaseLeaseAsync("work", "one");

        Store.Revision.ShouldBe(0);
    }
}
