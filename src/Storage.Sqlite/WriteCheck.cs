namespace Verditer.Storage.Sqlite;

/// <summary>Refuses what can never be stored, before it is queued.</summary>
internal static class WriteCheck
{
    public const int LargestBody = 16 << 20;

    public static void Storable(WriteBatch batch)
    {
        foreach (var write in batch.Writes)
        {
            if (write.Collection.Length == 0 || !DocumentKey.IsStorable(write.Collection) || !DocumentKey.IsStorable(write.Key))
            {
                throw new ArgumentException(
                    $"The name '{write.Collection}/{write.Key}' cannot be stored: it has no collection, a NUL or half of a surrogate pair.", nameof(batch));
            }

            if (write.Body is { Length: > LargestBody } body)
            {
                throw new ArgumentException(
                    $"The document '{write.Collection}/{write.Key}' has {body.Length} bytes; {LargestBody} are allowed.", nameof(batch));
            }
        }
    }
}
