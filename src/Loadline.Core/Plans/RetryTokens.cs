namespace Loadline.Core.Plans;

/// <summary>One upstream's token bucket: while most calls fail, no extra attempts go there (gRPC A6).</summary>
/// <remarks>A failure that could be retried takes a token, a success gives a tenth back; extra attempts need more than half of them.</remarks>
public sealed class RetryTokens
{
    private const int Most = 10_000;
    private const int Failure = 1_000;
    private const int Success = 100;

    // In thousandths. A lost update under a race is a tenth of a token.
    private int _tokens = Most;

    /// <summary>Gets a value indicating whether extra attempts may be sent.</summary>
    public bool AllowsExtra => Volatile.Read(ref _tokens) > Most / 2;

    /// <summary>Gives a part of a token back.</summary>
    public void Succeeded()
    {
        var tokens = Volatile.Read(ref _tokens);
        if (tokens < Most)
        {
            Volatile.Write(ref _tokens, Math.Min(Most, tokens + Success));
        }
    }

    /// <summary>Takes a token: the call failed in a way that could be retried.</summary>
    public void Failed() => Volatile.Write(ref _tokens, Math.Max(0, Volatile.Read(ref _tokens) - Failure));
}
