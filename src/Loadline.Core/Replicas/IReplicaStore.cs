namespace Loadline.Core.Replicas;

/// <summary>Where replicas tell each other of themselves. Every call may fail while the store is away, and may be made again.</summary>
public interface IReplicaStore
{
    /// <summary>Says that a replica is there, and lists all that were there lately, by their names.</summary>
    ValueTask<IReadOnlyList<Replica>> BeatAsync(Replica own, CancellationToken cancellationToken = default);

    /// <summary>Says that a replica goes.</summary>
    ValueTask LeaveAsync(Guid node, CancellationToken cancellationToken = default);

    /// <summary>Sends a hint to all who listen, the sender included.</summary>
    ValueTask AnnounceAsync(string hint, CancellationToken cancellationToken = default);

    /// <summary>Sends several hints at once.</summary>
    ValueTask AnnounceAsync(IReadOnlyList<string> hints, CancellationToken cancellationToken = default);

    /// <summary>Listens until the connection breaks, which it throws, or it is stopped.</summary>
    /// <param name="onHint">Gets each hint, and an empty one when listening has begun: what was announced before was missed.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task ListenAsync(Action<string> onHint, CancellationToken cancellationToken);
}
