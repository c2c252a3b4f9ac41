using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Tests;

/// <summary>A chat client that does what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedClient(string name) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("test", null, name);

    public List<ChatOptions?> Asked { get; } = [];

    /// <summary>Gets or sets what is thrown instead of an answer; <see langword="null"/>: nothing.</summary>
    public Exception? Fails { get; set; }

    /// <summary>Gets or sets after how many updates a stream throws <see cref="Fails"/>; 0: before the first.</summary>
    public int FailsAfter { get; set; }

    /// <summary>Gets or sets what is waited for before the answer.</summary>
    public Func<CancellationToken, Task>? Waits { get; set; }

    public IList<AIContent> Answer { get; set; } = [new TextContent("answer of "), new TextContent(name)];

    public bool IsDisposed { get; private set; }

    public bool WasLeft { get; private set; }

    public UsageDetails Usage { get; } = new() { InputTokenCount = 1000, OutputTokenCount = 100, TotalTokenCount = 1100 };

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        lock (Asked)
        {
            Asked.Add(options);
        }

        if (Waits is { } waits)
        {
            await waits(cancellationToken);
        }

        return Fails is null
            ? new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. Answer])) { Usage = Usage, FinishReason = ChatFinishReason.Stop, ModelId = name }
            : throw Fails;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        lock (Asked)
        {
            Asked.Add(options);
        }

        try
        {
            if (Waits is { } waits)
            {
                await waits(cancellationToken);
            }

            yield return new ChatResponseUpdate(ChatRole.Assistant, []);
            for (var i = 0; i < Answer.Count; i++)
            {
                ThrowAt(i);
                yield return new ChatResponseUpdate(ChatRole.Assistant, [Answer[i]]);
            }

            ThrowAt(Answer.Count);
            yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(Usage)]) { FinishReason = ChatFinishReason.Stop };
        }
        finally
        {
            WasLeft = true;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? _metadata : null;

    public void Dispose() => IsDisposed = true;

    private void ThrowAt(int update)
    {
        if (Fails is { } error && update == FailsAfter)
        {
            throw error;
        }
    }
}
