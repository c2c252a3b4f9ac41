namespace Loadline.Quality;

/// <summary>The watch's measurement on few runs, for the smoke of all benchmarks: the same seeds and so the same figures each time.</summary>
public static class WatchSmoke
{
    private const int Runs = 200;

    /// <summary>Runs it.</summary>
    /// <returns>Whether declines were found and false alarms were no more than their probability allows.</returns>
    public static bool Run() => Watch.Run(Runs);
}
