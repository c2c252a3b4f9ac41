namespace Loadline.Core.Runtime;

/// <summary>Holds the snapshot that new requests read; swapping is one volatile write.</summary>
public sealed class SnapshotHolder(RuntimeSnapshot first)
{
    private RuntimeSnapshot _current = first;

    public RuntimeSnapshot Current => Volatile.Read(ref _current);

    /// <summary>Lets new requests read another snapshot; those under way keep theirs.</summary>
    public void Swap(RuntimeSnapshot next) => Volatile.Write(ref _current, next);
}
