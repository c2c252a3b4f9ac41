namespace Loadline.Core.Predictors;

/// <summary>The words of a text so far: the last one, and all of them while they are few.</summary>
/// <param name="hashes">Room for as many words as a short text has.</param>
internal ref struct WordRun(Span<uint> hashes)
{
    private readonly Span<uint> _hashes = hashes;
    private int _count;

    /// <summary>Gets the hash of the last word; 0 before the first.</summary>
    public uint Previous { get; private set; }

    /// <summary>Gets the words of a short text; nothing of one that has more.</summary>
    public readonly ReadOnlySpan<uint> Short => _count <= _hashes.Length ? _hashes[.._count] : [];

    public void Add(uint hash)
    {
        Previous = hash;
        if (_count < _hashes.Length)
        {
            _hashes[_count] = hash;
        }

        _count++;
    }
}
