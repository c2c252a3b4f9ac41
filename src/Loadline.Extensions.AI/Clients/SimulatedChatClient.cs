using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Loadline.Core.Configuration;
using Loadline.Core.Signals.Tokens;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI;

/// <summary>A model without a network: it makes up its answers and says so. For samples, tests and trying out a config without a key.</summary>
/// <remarks>Thread-safe. What a config's <c>simulate:</c> says of time and failures is played.</remarks>
public sealed class SimulatedChatClient : IChatClient
{
    private static readonly SimulationConfig Plain = new();

    private readonly string _model;
    private readonly SimulationConfig _simulation;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly ChatClientMetadata _metadata;

    /// <param name="model">The model it plays.</param>
    /// <param name="simulation">How; <see langword="null"/>: at once and without failures.</param>
    /// <param name="time">The clock that waits are taken on; <see langword="null"/>: the system's.</param>
    /// <param name="random">Where failures are drawn from; <see langword="null"/>: one of its own.</param>
    public SimulatedChatClient(string model, SimulationConfig? simulation = null, TimeProvider? time = null, Random? random = null)
    {
        _model = model;
        _simulation = simulation ?? Plain;
        _time = time ?? TimeProvider.System;
        _random = random ?? new Random();
        _metadata = new ChatClientMetadata("simulated", null, model);
    }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var (text, usage) = Answer(messages, options);
        await WaitAsync(_simulation.TimeToFirstToken + Generation(usage), cancellationToken).ConfigureAwait(false);
        Fail();
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) { ModelId = options?.ModelId ?? _model, FinishReason = ChatFinishReason.Stop, Usage = usage };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (text, usage) = Answer(messages, options);
        await WaitAsync(_simulation.TimeToFirstToken, cancellationToken).ConfigureAwait(false);
        Fail();
        var words = text.Split(' ');
        for (var i = 0; i < words.Length; i++)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, i == 0 ? words[i] : " " + words[i]) { ModelId = options?.ModelId ?? _model };
            await WaitAsync(Generation(usage) / words.Length, cancellationToken).ConfigureAwait(false);
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]) { FinishReason = ChatFinishReason.Stop };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private (string Text, UsageDetails Usage) Answer(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var input = 0;
        foreach (var message in messages)
        {
            input += TokenEstimator.Estimate(Encoding.UTF8.GetBytes(message.Text)) + 4;
        }

        var text = string.Create(
            CultureInfo.InvariantCulture, $"[simulated {options?.ModelId ?? _model}] This is a made-up answer to a prompt of about {input} tokens.");
        var output = TokenEstimator.Estimate(Encoding.UTF8.GetBytes(text));
        return (text, new UsageDetails { InputTokenCount = input, OutputTokenCount = output, TotalTokenCount = input + output });
    }

    private TimeSpan Generation(UsageDetails usage) =>
        _simulation.TokensPerSecond > 0 ? TimeSpan.FromSeconds(usage.OutputTokenCount!.Value / _simulation.TokensPerSecond) : TimeSpan.Zero;

    private Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) =>
        time > TimeSpan.Zero ? Task.Delay(time / _simulation.Speed, _time, cancellationToken) : Task.CompletedTask;

    private void Fail()
    {
        if (_simulation.FailureRate <= 0)
        {
            return;
        }

        lock (_random)
        {
            if (_random.NextDouble() >= _simulation.FailureRate)
            {
                return;
            }
        }

        throw new HttpRequestException($"The simulated model '{_model}' fails now and then, as configured.", null, System.Net.HttpStatusCode.ServiceUnavailable);
    }
}
