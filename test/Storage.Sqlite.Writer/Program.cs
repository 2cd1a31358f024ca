using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

// Arguments: the state file, the name of the round. Writes pairs of documents without end and prints each one that was acknowledged.
var store = await SqliteDocumentStore.OpenAsync(new() { Path = args[0] }, TimeProvider.System, NullLogger.Instance);
var gate = new Lock();
await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
{
    for (var i = 0; ; i++)
    {
        var key = $"{args[1]}/{writer}/{i}";
        var body = System.Text.Encoding.UTF8.GetBytes(key);
        var result = await store.CommitAsync(new WriteBatch().Create("left", key, body).Create("right", key, body));
        lock (gate)
        {
            Console.Out.WriteLine($"{key} {result.Revision}");
        }
    }
})));
