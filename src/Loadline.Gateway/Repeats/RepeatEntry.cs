namespace Loadline.Gateway.Repeats;

/// <summary>One <c>Idempotency-Key</c> of one caller: the request that runs under it, or its answer.</summary>
/// <param name="id">Caller, address and key, hashed.</param>
/// <param name="request">What was asked, hashed.</param>
internal sealed class RepeatEntry(string id, string request)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Id => id;

    public string Request => request;

    /// <summary>Gets what completes when the first request has ended, however it did.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Gets the answer once there is one that may be given again.</summary>
    public KeptAnswer? Answer { get; private set; }

    /// <summary>Gets when the answer is forgotten, on the monotonic clock.</summary>
    public TimeSpan Until { get; private set; }

    /// <summary>Gets the bytes that it holds of the store's.</summary>
    public long Bytes { get; set; }

    public void End(KeptAnswer? answer, TimeSpan until)
    {
        Answer = answer;
        Until = until;
        _ended.TrySetResult();
    }
}
