using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types;

/// <summary>
/// Takes out of a written body what a client cannot set and what no answer may hold, whichever api-version the client names: an old version does not know all
/// that the service has added since, nor all that it keeps secret.
/// </summary>
public static class WriteFilter
{
    /// <summary>
    /// Removes what the named version calls read-only or secret, what the type's newest stable version calls read-only, and what any of its versions calls secret.
    /// A property that the named version requires is the client's, and so is one that it lets a client set and that is newer than the newest stable version.
    /// </summary>
    /// <param name="name">The resource's name: some types have another body for each.</param>
    public static void Strip(ServedType type, string apiVersion, string name, JsonObject body)
    {
        var named = type.TryFind(apiVersion, out var version) ? version.BodyFor(name) : null;
        if (named is not null)
        {
            BodyFilter.StripReadOnly(named, body);
        }

        if (type.NewestWritable is { } newest && newest != version)
        {
            var isLater = version is not null && string.CompareOrdinal(version.ApiVersion, newest.ApiVersion) > 0;
            StripLater(named, newest.BodyFor(name), body, isLater);
        }

        type.SecretsOf(name).Strip(body);
    }

    private static void StripLater(Shape? named, Shape newest, JsonNode? node, bool isLater)
    {
        switch (node)
        {
            case JsonObject body when Object(newest, body) is { } expected:
                StripObject(named is null ? null : Object(named, body), expected, body, isLater);
                break;
            case JsonArray items when newest is ArrayShape expected:
                foreach (var item in items)
                {
                    StripLater((named as ArrayShape)?.Item, expected.Item, item, isLater);
                }

                break;
            default:
                break;
        }
    }

    private static void StripObject(ObjectShape? named, ObjectShape newest, JsonObject body, bool isLater)
    {
        foreach (var (name, value) in body.ToList())
        {
            var known = named?.Find(name);
            var property = newest.Find(name);
            if (property is { IsReadOnly: true } && !(known is { IsReadOnly: false } && (known.IsRequired || isLater)))
            {
                body.Remove(name);
            }
            else if ((property?.Shape ?? newest.Values) is { } below)
            {
                StripLater(known?.Shape ?? named?.Values, below, value, isLater);
            }
        }
    }

    private static ObjectShape? Object(Shape shape, JsonObject body) => shape switch
    {
        ObjectShape one => one,
        DiscriminatedShape several => several.For(body) ?? several.Common,
        _ => null,
    };
}
