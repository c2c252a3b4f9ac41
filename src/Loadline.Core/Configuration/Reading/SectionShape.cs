using System.Text.Json;

namespace Loadline.Core.Configuration.Reading;

/// <summary>A mapping with known keys.</summary>
/// <param name="what">What it is: <c>a provider</c>.</param>
/// <param name="example">What to write.</param>
/// <param name="make">Makes the draft that it is read into.</param>
/// <param name="keys">The keys.</param>
/// <param name="later">Keys that a later version will know, refused by name.</param>
internal sealed class SectionShape<TDraft>(
    string what,
    string example,
    Func<TDraft> make,
    Key<TDraft>[] keys,
    params string[] later) : Shape<TDraft>
    where TDraft : Draft
{
    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", false);
        if (keys.Any(key => key.Required is not null))
        {
            json.WriteStartArray("required");
            foreach (var key in keys.Where(key => key.Required is not null))
            {
                json.WriteStringValue(key.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        foreach (var key in keys)
        {
            key.Describe(json);
        }

        json.WriteEndObject();
    }

    /// <summary>Reads the section into a draft even where some of it is wrong, so that later checks find what else is.</summary>
    public override bool TryRead(ReadScope scope, ConfigNode node, out TDraft draft)
    {
        draft = make();
        if (node.Kind != ConfigNodeKind.Mapping)
        {
            scope.Error(node, ReadScope.Wrong(node, what), "Write " + example + ".");
            return false;
        }

        foreach (var (name, keyNode, value) in scope.Entries(node))
        {
            draft.Wrote(name);
            scope.Enter(name);
            ReadKey(scope, name, keyNode, value, draft);
            scope.Leave();
        }

        foreach (var key in keys)
        {
            if (key.Required is null || draft.Has(key.Name))
            {
                continue;
            }

            scope.Error(node, "`" + key.Name + "` is missing", "Write `" + key.Required + "`.");
        }

        return true;
    }

    private void ReadKey(ReadScope scope, string name, ConfigNode keyNode, ConfigNode value, TDraft draft)
    {
        if (Array.Find(keys, key => key.Name == name) is { } known)
        {
            known.Read(scope, value, draft);
        }
        else if (Array.IndexOf(later, name) >= 0)
        {
            scope.Error(keyNode, "`" + name + "` is not in this version of Loadline", "Take it out.");
        }
        else
        {
            scope.Error(keyNode, ReadScope.Quote(keyNode) + " is not known here", Suggest.From(name, [.. keys.Select(key => key.Name)]));
        }
    }
}
