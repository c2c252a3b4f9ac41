using BenchmarkDotNet.Attributes;
using Loadline.Core.Catalog;
using Loadline.Extensions.AI;
using Microsoft.Extensions.AI;

namespace Loadline.Benchmarks;

/// <summary>What routing in the application adds to a call: against the client itself, and against the least that a delegating client would do.</summary>
[MemoryDiagnoser]
public class LibraryBenchmarks : IDisposable
{
    private readonly InstantClient _inner = new();
    private List<ChatMessage> _messages = [];
    private LoadlineChatClient _routed = null!;
    private LoadlineChatClient _brief = null!;
    private PlainRouter _plain = null!;

    /// <summary>Gets or sets the prompt's length in characters.</summary>
    [Params(200, 8_000)]
    public int Prompt { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        const string sentence = "Summarise the meeting of this morning in three sentences, please. ";
        _messages = [new(ChatRole.User, string.Concat(Enumerable.Repeat(sentence, (Prompt / sentence.Length) + 1))[..Prompt])];
        _routed = Router(DecisionDetail.Full);
        _brief = Router(DecisionDetail.ChoiceOnly);
        _plain = new PlainRouter(_inner);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _routed.Dispose();
        _brief.Dispose();
        _plain.Dispose();
        _inner.Dispose();
    }

    [Benchmark(Baseline = true)]
    public Task<ChatResponse> Client() => _inner.GetResponseAsync(_messages);

    [Benchmark]
    public Task<ChatResponse> PlainDelegate() => _plain.GetResponseAsync(_messages);

    [Benchmark]
    public Task<ChatResponse> Routed() => _routed.GetResponseAsync(_messages);

    /// <summary>Without an account of the decision: what is left is what every router over chat clients needs.</summary>
    [Benchmark]
    public Task<ChatResponse> RoutedChoiceOnly() => _brief.GetResponseAsync(_messages);

    private LoadlineChatClient Router(DecisionDetail detail) => LoadlineChatClient.Create(builder => builder
        .AddModel("small", _inner, new ModelPrice(0.05m, 0.4m))
        .AddModel("large", new InstantClient(), new ModelPrice(5, 20))
        .AddRoute("auto", ["small", "large"], reference: "large")
        .With(options => options.Detail = detail));

    /// <summary>Options of the call's own and a property on the answer: what any router over chat clients allocates.</summary>
    private sealed class PlainRouter(IChatClient inner) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            var own = options?.Clone() ?? new ChatOptions();
            own.ModelId = "small";
            var response = await base.GetResponseAsync(messages, own, cancellationToken).ConfigureAwait(false);
            (response.AdditionalProperties ??= [])["route"] = "small";
            return response;
        }
    }

    private sealed class InstantClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, "done")));

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
