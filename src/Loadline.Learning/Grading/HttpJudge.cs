using System.Text.Json;
using Loadline.Learning.Calls;

namespace Loadline.Learning.Grading;

/// <summary>A model behind an OpenAI-compatible endpoint as a judge.</summary>
/// <param name="caller">Calls the endpoint, with retries.</param>
/// <param name="model">The model's name there.</param>
public sealed class HttpJudge(ChatCaller caller, string model) : IJudge
{
    private long _calls;
    private long _malformed;
    private long _failed;
    private decimal _costUsd;
    private readonly Lock _lock = new();

    /// <summary>Gets how many questions were asked.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Gets how many replies held no JSON object.</summary>
    public long Malformed => Interlocked.Read(ref _malformed);

    /// <summary>Gets how many calls failed after all tries.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Gets what the calls cost as far as the endpoint said.</summary>
    public decimal CostUsd
    {
        get
        {
            lock (_lock)
            {
                return _costUsd;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<JudgeReply> AskAsync(JudgeQuestion question, CancellationToken cancellationToken)
    {
        var body = ChatBody.Structured(model, question.Instructions, question.Text, question.SchemaName, question.Schema);
        var reply = await caller.SendAsync(body, row: null, cancellationToken).ConfigureAwait(false);
        Interlocked.Increment(ref _calls);
        lock (_lock)
        {
            _costUsd += reply.CostUsd ?? 0;
        }

        if (reply.Error is not null)
        {
            Interlocked.Increment(ref _failed);
            return new JudgeReply(null, $"the judge failed: {reply.Error}");
        }

        if (Find(reply.Text ?? "") is { } answer)
        {
            return new JudgeReply(answer);
        }

        Interlocked.Increment(ref _malformed);
        return new JudgeReply(null, "the judge's answer is not JSON");
    }

    // Endpoints that know no schemas let models talk around the object; what is between the outermost braces is tried.
    private static JsonElement? Find(string text)
    {
        var start = text.IndexOf('{', StringComparison.Ordinal);
        var end = text.LastIndexOf('}');
        if (start < 0 || end < start)
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(text.AsMemory(start, end - start + 1));
            return json.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
