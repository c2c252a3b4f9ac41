namespace Loadline.Wire.OpenAI.Chat;

/// <summary>Which call of a stream a fragment belongs to, whatever the server does with <c>index</c>.</summary>
/// <remarks>
/// OpenAI numbers calls and names them in their first fragment only. Some servers give every call the number 0 and tell them apart by id,
/// some leave the number out, some repeat id and name in each fragment.
/// </remarks>
internal sealed class OpenAIChatCallIndex
{
    private readonly List<Entry> _entries = [];

    public int Count => _entries.Count;

    /// <summary>The call's number from 0, in the order of first fragments.</summary>
    public int Find(long? index, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name)
    {
        for (var i = _entries.Count - 1; i >= 0; i--)
        {
            var entry = _entries[i];
            if (index is null ? id.IsEmpty || id.SequenceEqual(entry.Id) : entry.Index == index)
            {
                return IsOther(entry, id, name) ? Add(index, id) : i;
            }
        }

        return Add(index, id);
    }

    /// <summary>Whether this is the first fragment of the call; asked once a fragment.</summary>
    public bool Begins(int call)
    {
        var isNew = !_entries[call].HasBegun;
        _entries[call] = _entries[call] with { HasBegun = true };
        return isNew;
    }

    private static bool IsOther(Entry entry, ReadOnlySpan<byte> id, ReadOnlySpan<byte> name) =>
        !id.IsEmpty && !name.IsEmpty && entry.Id.Length > 0 && !id.SequenceEqual(entry.Id);

    private int Add(long? index, ReadOnlySpan<byte> id)
    {
        _entries.Add(new Entry(index, id.ToArray(), false));
        return _entries.Count - 1;
    }

    private readonly record struct Entry(long? Index, byte[] Id, bool HasBegun);
}
