using System.Runtime.CompilerServices;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>A handful of edits to one body, kept in the order of their places.</summary>
internal struct SplicePlan
{
    // Two insertions, the model, the effort, the cap on output, the usage wish, the nested hints.
    private const int MaxEdits = 7;

    private Edits _edits;
    private int _count;

    public void Replace(ByteRange range, ReadOnlyMemory<byte> with) => Add(new Edit(range.Start, range.End, with, default, default));

    public void Insert(int at, ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, ReadOnlyMemory<byte> third) =>
        Add(new Edit(at, at, first, second, third));

    public readonly void Apply(ReadOnlyMemory<byte> body, ref SplicedBody spliced)
    {
        var done = 0;
        for (var i = 0; i < _count; i++)
        {
            var edit = _edits[i];
            spliced.Add(body[done..edit.Start]);
            spliced.Add(edit.First);
            spliced.Add(edit.Second);
            spliced.Add(edit.Third);
            done = edit.End;
        }

        spliced.Add(body[done..]);
    }

    // Insertion sort; equal places keep the order in which they were asked for.
    private void Add(in Edit edit)
    {
        var i = _count++;
        for (; i > 0 && _edits[i - 1].Start > edit.Start; i--)
        {
            _edits[i] = _edits[i - 1];
        }

        _edits[i] = edit;
    }

    private readonly record struct Edit(
        int Start, int End, ReadOnlyMemory<byte> First, ReadOnlyMemory<byte> Second, ReadOnlyMemory<byte> Third);

    [InlineArray(MaxEdits)]
    private struct Edits
    {
        private Edit _first;
    }
}
