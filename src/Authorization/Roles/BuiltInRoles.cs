using System.Collections.Concurrent;
using System.Text;

namespace Verditer.Authorization;

/// <summary>
/// Azure's built-in roles as data: one line a permission, in the order of names. At start only the ids are read; a role's line is read when it is asked for.
/// Source of the data: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles, as <c>az role definition list</c> answers them;
/// <c>scripts/built-in-roles.sh</c> renews it.
/// </summary>
internal sealed unsafe class BuiltInRoles
{
    private const string Resource = "Verditer.Authorization.Roles.built-in-roles.tsv";
    private const int IdLength = 36;

    private readonly byte* _data;
    private readonly Dictionary<Guid, (int Start, int Length)> _lines = new(1024);
    private readonly ConcurrentDictionary<Guid, RoleDefinition> _read = new();
    private readonly Lazy<IReadOnlyList<RoleDefinition>> _all;

    public BuiltInRoles()
    {
        // An assembly's resource lies in memory that lives as long as the process.
        var stream = (UnmanagedMemoryStream)typeof(BuiltInRoles).Assembly.GetManifestResourceStream(Resource)!;
        _data = stream.PositionPointer;
        Index(new(_data, (int)stream.Length));
        _all = new(() => [.. _lines.Keys.Select(id => Find(id)!).OrderBy(r => r.Name, StringComparer.Ordinal)]);
    }

    /// <summary>All of them, by name. The first call reads every line.</summary>
    public IReadOnlyList<RoleDefinition> All => _all.Value;

    public bool Contains(Guid id) => _lines.ContainsKey(id);

    public RoleDefinition? Find(Guid id)
    {
        if (_read.TryGetValue(id, out var role))
        {
            return role;
        }

        return _lines.TryGetValue(id, out var place) ? _read.GetOrAdd(id, Read(place)) : null;
    }

    private RoleDefinition Read((int Start, int Length) place)
    {
        var lines = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(_data + place.Start, place.Length)).Split('\n').Select(line => line.Split('\t')).ToList();
        return new RoleDefinition(lines[0][0], lines[0][1], lines[0][2], IsBuiltIn: true, [.. lines.Select(Read)]);
    }

    private void Index(ReadOnlySpan<byte> data)
    {
        var start = 0;
        while (start < data.Length)
        {
            var length = data[start..].IndexOf((byte)'\n');
            length = length < 0 ? data.Length - start : length;
            var id = Guid.Parse(data.Slice(start, IdLength));
            _lines[id] = _lines.TryGetValue(id, out var before) ? (before.Start, start + length - before.Start) : (start, length);
            start += length + 1;
        }
    }

    private static Permission Read(string[] fields) => new(Patterns(fields[3]), Patterns(fields[4]), Patterns(fields[5]), Patterns(fields[6]))
    {
        Condition = fields[7].Length == 0 ? null : new RoleCondition(fields[7]),
    };

    private static ActionPattern[] Patterns(string field) =>
        [.. field.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => new ActionPattern(text))];
}
