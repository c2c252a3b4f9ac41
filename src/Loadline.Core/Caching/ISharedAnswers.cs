namespace Loadline.Core.Caching;

/// <summary>Answers that several gateways give again.</summary>
public interface ISharedAnswers
{
    /// <summary>Finds an answer that may still be given again.</summary>
    ValueTask<SharedAnswer?> FindAsync(UInt128 key, CancellationToken cancellationToken = default);

    /// <summary>Keeps an answer in place of an older one, and forgets what is over.</summary>
    /// <param name="key">What was asked, and by whom.</param>
    /// <param name="route">The route.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="keep">How long it may be given again.</param>
    /// <param name="mostBytes">The most bytes of answers that the route may keep; the oldest go first.</param>
    /// <param name="cancellationToken">Gives up.</param>
    ValueTask AddAsync(UInt128 key, string route, SharedAnswer answer, TimeSpan keep, long mostBytes, CancellationToken cancellationToken = default);
}
