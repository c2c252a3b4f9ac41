using Loadline.Core.Replicas;

namespace Loadline.Gateway.Replicas;

/// <summary>How the store that replicas share fares, feature by feature, for the health page. Safe for any number of threads.</summary>
public sealed class SharedStore
{
    private readonly string?[] _problems = new string?[Enum.GetValues<SharedFeature>().Length];
    private volatile IReadOnlyList<Replica> _replicas = [];

    /// <summary>Raised when a replica announces another config than before; on no particular thread.</summary>
    public event Action? ConfigAnnounced;

    /// <summary>Gets a value indicating whether there is one.</summary>
    public bool IsUsed { get; init; }

    /// <summary>Gets who was there lately, this one included.</summary>
    public IReadOnlyList<Replica> Replicas
    {
        get => _replicas;
        internal set => _replicas = value;
    }

    /// <summary>Gets a value indicating whether all features work.</summary>
    public bool IsWell => Array.TrueForAll(_problems, static problem => problem is null);

    /// <summary>Gets why a feature does not work; <see langword="null"/> where it does.</summary>
    public string? Problem(SharedFeature feature) => Volatile.Read(ref _problems[(int)feature]);

    /// <summary>Notes how a feature fares.</summary>
    /// <returns>Whether that is news.</returns>
    internal bool Note(SharedFeature feature, string? problem) => (Interlocked.Exchange(ref _problems[(int)feature], problem) is null) != (problem is null);

    internal void AnnounceConfig() => ConfigAnnounced?.Invoke();
}
