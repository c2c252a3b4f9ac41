namespace Loadline.Learning.Calls;

/// <summary>How a call to a model ended.</summary>
public sealed record ChatReply
{
    /// <summary>Gets the HTTP status of the last attempt; 0 where there was no answer.</summary>
    public required int Status { get; init; }

    /// <summary>Gets the answer's text; <see langword="null"/> where there is none.</summary>
    public string? Text { get; init; }

    /// <summary>Gets why the model stopped; <see langword="null"/> where it did not say.</summary>
    public string? StopReason { get; init; }

    /// <summary>Gets the prompt's billed tokens; <see langword="null"/> where the reply names none.</summary>
    public int? InputTokens { get; init; }

    /// <summary>Gets the answer's billed tokens, thoughts included; <see langword="null"/> where the reply names none.</summary>
    public int? OutputTokens { get; init; }

    /// <summary>Gets what the gateway says the call cost; <see langword="null"/> where it said nothing.</summary>
    public decimal? CostUsd { get; init; }

    /// <summary>Gets the milliseconds from sending to the whole answer, of the attempt that succeeded.</summary>
    public double LatencyMs { get; init; }

    /// <summary>Gets what went wrong; <see langword="null"/> where nothing did.</summary>
    public string? Error { get; init; }
}
