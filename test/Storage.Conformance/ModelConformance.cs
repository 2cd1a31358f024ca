using CsCheck;

namespace Verditer.Storage.Conformance;

/// <summary>Random batches against a dictionary: the store must take and refuse the same ones and end up with the same documents.</summary>
public abstract class ModelConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    private static readonly string[] Keys = ["a", "a/b", "é", "\U00010000"];

    private static readonly Gen<Step> Steps = Gen.Select(Gen.Enum<Verb>(), Gen.OneOf(Keys), Gen.Int[0, 2], Gen.Byte, (verb, key, back, body) =>
        new Step(verb, key, back, body));

    private static readonly Gen<Step[][]> Runs = Steps.Array[1, 4].Array[1, 12];

    private int _runs;

    private enum Verb
    {
        Put,
        Create,
        Replace,
        Delete,
        DeleteAt,
        Require,
        RequireAbsent,
    }

    [Fact]
    public Task Store_UnderRandomBatches_IsADictionary() => Runs.SampleAsync(async run =>
    {
        var collection = $"run{Interlocked.Increment(ref _runs)}";
        var model = new StoreModel();
        foreach (var steps in run)
        {
            var batch = new WriteBatch();
            foreach (var step in steps)
            {
                Add(batch, step, collection, model);
            }

            var result = await Store.CommitAsync(batch);
            model.Expect(batch, result);
        }

        var page = await Store.ListAsync(collection);
        page.Documents.Select(document => (document.Key, document.Revision, Text(document.Body))).ShouldBe(
            model.Documents.Select(entry => (entry.Key, entry.Value.Revision, Text(entry.Value.Body))));
        foreach (var key in Keys)
        {
            var document = await Store.GetAsync(collection, key);
            (document?.Revision).ShouldBe(model.RevisionOf(key));
        }

        var changes = await Store.ReadChangesAsync(0, collection, 0);
        StoreModel.Replay(changes.Changes).ShouldBe(model.Documents.Select(entry => (entry.Key, entry.Value.Revision)));
    }, iter: 200);

    private static void Add(WriteBatch batch, Step step, string collection, StoreModel model)
    {
        // 0 back is the revision that the document has; others are wrong ones.
        var revision = (model.RevisionOf(step.Key) ?? 0) - step.Back;
        ReadOnlyMemory<byte> body = new[] { (byte)('a' + (step.Body % 26)) };
        _ = step.Verb switch
        {
            Verb.Put => batch.Put(collection, step.Key, body),
            Verb.Create => batch.Create(collection, step.Key, body),
            Verb.Replace => batch.Replace(collection, step.Key, body, revision),
            Verb.Delete => batch.Delete(collection, step.Key),
            Verb.DeleteAt => batch.Delete(collection, step.Key, revision),
            Verb.Require => batch.Require(collection, step.Key, revision),
            _ => batch.RequireAbsent(collection, step.Key),
        };
    }

    private sealed record Step(Verb Verb, string Key, int Back, byte Body);
}
