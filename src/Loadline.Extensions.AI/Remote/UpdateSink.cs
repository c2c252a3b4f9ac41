using System.Diagnostics.CodeAnalysis;
using System.Text;
using Loadline.Wire.Conversion;
using Microsoft.Extensions.AI;
using ChatRole = Microsoft.Extensions.AI.ChatRole;

namespace Loadline.Extensions.AI.Remote;

/// <summary>Turns the events of a stream into updates; a tool call becomes one content when its arguments are whole.</summary>
internal sealed class UpdateSink : IChatEventSink
{
    private readonly Queue<ChatResponseUpdate> _updates = new();
    private readonly List<(string Id, string Name, StringBuilder Arguments)> _calls = [];
    private string? _id;
    private string? _model;
    private ChatError? _error;

    /// <summary>Gets a value indicating whether the protocol's own end has come.</summary>
    public bool IsOver { get; private set; }

    public bool TryTake([MaybeNullWhen(false)] out ChatResponseUpdate update) => _updates.TryDequeue(out update);

    /// <exception cref="HttpRequestException">The stream reported an error.</exception>
    public void ThrowIfFailed()
    {
        if (_error is { } error)
        {
            throw new HttpRequestException(error.Message, null, error.Status >= 400 ? (System.Net.HttpStatusCode)error.Status : null);
        }
    }

    /// <inheritdoc/>
    public void Take(in ChatEvent e)
    {
        switch (e.Kind)
        {
            case ChatEventKind.Start:
                _id ??= Text(e.Id);
                _model ??= Text(e.Name);
                break;
            case ChatEventKind.Text:
                Add(new TextContent(Encoding.UTF8.GetString(e.Text)));
                break;
            case ChatEventKind.Refusal:
                Add(new ErrorContent(Encoding.UTF8.GetString(e.Text)) { ErrorCode = "refusal" });
                break;
            case ChatEventKind.Reasoning:
                Add(new TextReasoningContent(Encoding.UTF8.GetString(e.Text)));
                break;
            case ChatEventKind.ToolStart:
                _calls.Add((Encoding.UTF8.GetString(e.Id), Encoding.UTF8.GetString(e.Name), new StringBuilder()));
                break;
            case ChatEventKind.Arguments when e.Index < _calls.Count:
                _calls[e.Index].Arguments.Append(Encoding.UTF8.GetString(e.Text));
                break;
            case ChatEventKind.Usage:
                Add(new UsageContent(ReplyParts.Details(e.Usage)));
                break;
            case ChatEventKind.Finish:
                Finish(e.Stop);
                break;
            case ChatEventKind.Error:
                _error = e.Error ?? new ChatError(ErrorKind.Server, 502, "The stream reported an error without words.");
                IsOver = true;
                break;
            case ChatEventKind.End:
                IsOver = true;
                break;
        }
    }

    private void Finish(StopReason stop)
    {
        var contents = new List<AIContent>();
        foreach (var (id, name, arguments) in _calls)
        {
            contents.Add(ReplyParts.Call(id, name, arguments.ToString()));
        }

        _calls.Clear();
        Enqueue(contents).FinishReason = ReplyParts.Finish(stop);
    }

    private void Add(AIContent content) => Enqueue([content]);

    private ChatResponseUpdate Enqueue(IList<AIContent> contents)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, contents) { ResponseId = _id, MessageId = _id, ModelId = _model };
        _updates.Enqueue(update);
        return update;
    }

    private static string? Text(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? null : Encoding.UTF8.GetString(utf8);
}
