using System.Globalization;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Loadline.Extensions.AI.Requests;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.AI;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;

namespace Loadline.Extensions.AI.Remote;

/// <summary>Chat Completions over HTTP: a Loadline gateway, or any provider that speaks them.</summary>
internal sealed class ChatCompletionsClient(ChatHttp http, Uri url, string? key, string model, string provider, TimeProvider time) : IChatClient
{
    private const int ReadBytes = 16 * 1024;
    private const string HintPrefix = "x-";
    private const string Session = "x-loadline-session";

    private readonly ChatClientMetadata _metadata = new(provider, url, model);

    /// <summary>Gets a value indicating whether a gateway of ours is called: what applications say to it is nobody else's business.</summary>
    public bool IsGateway { get; init; }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        using var reply = await SendAsync(messages, options, isStream: false, cancellationToken).ConfigureAwait(false);
        var body = await reply.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (!ChatConversion.TryReadReply(Dialect.OpenAIChat, body, out var read) || read.Error is not null)
        {
            throw new HttpRequestException(
                read?.Error?.Message ?? "The reply is no chat completion.", null, (System.Net.HttpStatusCode?)read?.Error?.Status);
        }

        var response = ReplyParts.ToResponse(read);
        response.CreatedAt = time.GetUtcNow();
        if (DecisionHeaders.Read(reply.Headers) is { } decision)
        {
            (response.AdditionalProperties ??= [])[LoadlineResponses.DecisionKey] = decision;
        }

        return response;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var reply = await SendAsync(messages, options, isStream: true, cancellationToken).ConfigureAwait(false);
        var stream = await reply.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        using var reader = ChatConversion.CreateReader(Dialect.OpenAIChat);
        var updates = new UpdateSink();
        var buffer = new byte[ReadBytes];
        var decision = DecisionHeaders.Read(reply.Headers);
        while (!updates.IsOver)
        {
            var read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            Push(reader, buffer.AsSpan(0, read), updates);
            while (updates.TryTake(out var update))
            {
                if (decision is not null)
                {
                    (update.AdditionalProperties ??= [])[LoadlineResponses.DecisionKey] = decision;
                    decision = null;
                }

                yield return update;
            }

            updates.ThrowIfFailed();
            if (read == 0 && !updates.IsOver)
            {
                throw new IOException("The stream ended before its answer was complete.");
            }
        }
    }

    /// <summary>Tells the gateway what an answer was worth.</summary>
    /// <returns>Whether it still knows the decision.</returns>
    public async Task<bool> FeedbackAsync(string decisionId, double quality, string source, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url, "/loadline/feedback"))
        {
            Content = new ByteArrayContent(FeedbackBody.Write(decisionId, quality, source)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Authorize(request);
        using var reply = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccessStatusCode || (reply.StatusCode == System.Net.HttpStatusCode.NotFound
            ? false
            : throw new HttpRequestException($"The gateway did not take the feedback: status {(int)reply.StatusCode}.", null, reply.StatusCode));
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
        // The connections are whoever's this was made by.
    }

    private static void Push(ChatStreamReader reader, ReadOnlySpan<byte> read, UpdateSink updates)
    {
        if (read.IsEmpty)
        {
            reader.Complete(updates);
        }
        else if (!reader.Push(read, updates))
        {
            throw new IOException("The stream holds an event larger than this client takes.");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, bool isStream, CancellationToken cancellationToken)
    {
        using var body = new ChatBody();
        var bytes = body.Write(
            options?.ModelId ?? model, messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, isStream, withData: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(url.AbsoluteUri.TrimEnd('/') + "/chat/completions"));
        request.Content = new ReadOnlyMemoryContent(bytes);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        Authorize(request);
        if (IsGateway)
        {
            AddHints(request, options);
        }

        var reply = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return reply.IsSuccessStatusCode ? reply : throw await FailAsync(reply, cancellationToken).ConfigureAwait(false);
    }

    private void Authorize(HttpRequestMessage request)
    {
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }
    }

    // What an application writes for rules to read goes on as the headers it stands for; Add refuses what would break out of a header.
    private static void AddHints(HttpRequestMessage request, ChatOptions? options)
    {
        foreach (var (name, value) in options?.AdditionalProperties ?? [])
        {
            if (name.StartsWith(HintPrefix, StringComparison.OrdinalIgnoreCase) && Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text)
            {
                request.Headers.Add(name, text);
            }
        }

        if (options?.ConversationId is { } conversation && !request.Headers.Contains(Session))
        {
            request.Headers.Add(Session, conversation);
        }
    }

    private static async Task<HttpRequestException> FailAsync(HttpResponseMessage reply, CancellationToken cancellationToken)
    {
        using (reply)
        {
            var body = await reply.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return new HttpRequestException(ErrorReader.Read(body, (int)reply.StatusCode).Message, null, reply.StatusCode);
        }
    }
}
