using Microsoft.Extensions.DependencyInjection;

namespace Verditer.Directory.Tests;

/// <summary>A test with a directory of its own, in a folder of its own.</summary>
public abstract class DirectoryTest : IAsyncLifetime
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-directory-").FullName;

    protected string Folder => _folder;

    protected TestDirectory Entra { get; private set; } = null!;

    protected virtual DirectoryOptions Options => new();

    /// <summary>Replaces parts that a host may replace.</summary>
    protected virtual void Configure(IServiceCollection services)
    {
    }

    public virtual async ValueTask InitializeAsync() => Entra = await TestDirectory.StartAsync(_folder, options: Options, configure: Configure);

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Entra.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Ends the directory and starts it again on the same file.</summary>
    protected async Task RestartAsync()
    {
        var time = Entra.Time;
        await Entra.DisposeAsync();
        Entra = await TestDirectory.StartAsync(_folder, time, options: Options, configure: Configure);
    }
}
