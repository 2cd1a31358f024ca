using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Verditer.Host;

/// <summary>
/// An az extension named aks-preview, without any command: az's own <c>aks</c> commands ask for what the preview asked for. The same bytes at every
/// build. Source: the wheel format, https://packaging.python.org/specifications/binary-distribution-format/
/// </summary>
/// <param name="Version">The extension's version.</param>
/// <param name="MinimumAz">The oldest az that takes it.</param>
internal sealed record AksPreviewWheel(string Version, string MinimumAz)
{
    public const string Name = "aks-preview";

    /// <summary>What the founding document installs, and what it is updated to.</summary>
    public static readonly IReadOnlyList<AksPreviewWheel> All = [new("0.4.14", "2.0.44"), new("0.5.200", "2.0.59")];

    private const string Summary = "Verditer's aks-preview: az works as if the preview were installed";

    private static readonly DateTimeOffset Written = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string FileName => $"aks_preview-{Version}-py2.py3-none-any.whl";

    /// <summary>The wheel's bytes.</summary>
    public byte[] Build()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var files = Files();
            foreach (var (path, content) in files)
            {
                Add(zip, path, content);
            }

            Add(zip, $"{DistInfo}/RECORD", Record(files));
        }

        return bytes.ToArray();
    }

    private string DistInfo => $"aks_preview-{Version}.dist-info";

    private List<(string Path, string Content)> Files() =>
    [
        ("azext_aks_preview/__init__.py", Module),
        ("azext_aks_preview/azext_metadata.json", $$"""{"azext.isPreview": true, "azext.minCliCoreVersion": "{{MinimumAz}}"}""" + "\n"),
        ($"{DistInfo}/METADATA", $"Metadata-Version: 2.1\nName: {Name}\nVersion: {Version}\nSummary: {Summary}\nLicense: MIT\n\n{Summary}.\n"),
        ($"{DistInfo}/WHEEL", "Wheel-Version: 1.0\nGenerator: verditer\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n"),
        ($"{DistInfo}/top_level.txt", "azext_aks_preview\n"),
    ];

    private string Record(List<(string Path, string Content)> files)
    {
        var lines = new StringBuilder();
        foreach (var (path, content) in files)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            var hash = Convert.ToBase64String(SHA256.HashData(bytes)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
            lines.Append(CultureInfo.InvariantCulture, $"{path},sha256={hash},{bytes.Length}\n");
        }

        return lines.Append(CultureInfo.InvariantCulture, $"{DistInfo}/RECORD,,\n").ToString();
    }

    private static void Add(ZipArchive zip, string path, string content)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.NoCompression);
        entry.LastWriteTime = Written;
        entry.ExternalAttributes = 0b1_000_000_110_100_100 << 16;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }

    private const string Module = """
        from azure.cli.core import AzCommandsLoader


        class AksPreviewCommandsLoader(AzCommandsLoader):

            def load_command_table(self, args):
                return self.command_table

            def load_arguments(self, command):
                pass


        COMMAND_LOADER_CLS = AksPreviewCommandsLoader

        """;
}
