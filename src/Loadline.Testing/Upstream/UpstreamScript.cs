namespace Loadline.Testing;

/// <summary>How <see cref="FakeUpstream"/> answers one request. The default is a good reply at once; change it with <c>with</c>.</summary>
/// <remarks>Times are waited on the upstream's <see cref="TimeProvider"/>. Ready-made scripts for common failures: the static members.</remarks>
public sealed partial record UpstreamScript
{
    /// <summary>Gets the reply at once, without a fault.</summary>
    public static UpstreamScript Default { get; } = new();

    /// <summary>Gets the wait between the request and the status line.</summary>
    public TimeSpan TimeToFirstByte { get; init; }

    /// <summary>Gets the wait between the headers and the first byte of the body.</summary>
    public TimeSpan TimeToFirstToken { get; init; }

    /// <summary>Gets the wait before each token of a stream but the first.</summary>
    public TimeSpan TokenGap { get; init; }

    /// <summary>Gets the reply's text. A stream sends it word by word: a token is a word with the space before it.</summary>
    public string Text { get; init; } = "Hello from the fake upstream.";

    /// <summary>Gets a number of made-up tokens to send in place of <see cref="Text"/>; null sends the text.</summary>
    public int? Tokens { get; init; }

    /// <summary>Gets function calls; where there are any, the reply has no text and finishes with <c>tool_calls</c>.</summary>
    public IReadOnlyList<FakeToolCall> ToolCalls { get; init; } = [];

    /// <summary>Gets the finish reason; null is <c>stop</c>, or <c>tool_calls</c> where there are calls.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Gets the token numbers to report. The default is a prompt of 11.</summary>
    public FakeUsage Usage { get; init; } = new(11);

    /// <summary>Gets when and where they are reported.</summary>
    public UsageReport UsageReport { get; init; }

    /// <summary>Gets the model that the reply names; null repeats the request's.</summary>
    public string? ServedModel { get; init; }

    /// <summary>Gets the HTTP status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Gets headers to send besides <c>Content-Type</c> and the framing; one that names <c>Content-Type</c> replaces it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>Gets a body to send as it is in place of a generated one; a stream sends <see cref="Events"/> rather, where there are any.</summary>
    public ReadOnlyMemory<byte>? Body { get; init; }

    /// <summary>Gets pieces to send one by one as they are in place of a stream's generated events; each counts as a token.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>>? Events { get; init; }

    /// <summary>Gets whether <see cref="Events"/> are in the dialect of the address already, not OpenAI's chunks to be turned into it.</summary>
    public bool IsNative { get; init; }

    /// <summary>Gets whether <see cref="Body"/> is an error in OpenAI's envelope, to be sent in that of the address.</summary>
    public bool IsError { get; init; }

    /// <summary>Gets whether a stream ends with <c>data: [DONE]</c>.</summary>
    public bool SendsDone { get; init; } = true;

    /// <summary>Gets the line end of generated events: LF, CR LF or CR.</summary>
    public string LineEnd { get; init; } = "\n";

    /// <summary>Gets how the end of the body is told.</summary>
    public BodyFraming Framing { get; init; }

    /// <summary>Gets whether the body is compressed with gzip, each write flushed.</summary>
    public bool Gzip { get; init; }

    /// <summary>Gets the most bytes sent at once; 0 sends each event or body whole.</summary>
    public int FragmentSize { get; init; }

    /// <summary>Gets the fault; null is none.</summary>
    public UpstreamFault? Fault { get; init; }

    /// <summary>Gets whether the connection is closed, and said to be, after a whole reply.</summary>
    public bool ClosesAfter { get; init; }

    /// <summary>Gets whether the request's body is read before answering. An upstream that does not read it closes afterwards.</summary>
    public bool ReadsBody { get; init; } = true;

    /// <summary>Gets whether tokens go on being generated after the peer has closed, until a write fails and beyond.</summary>
    /// <remarks>A provider that does not notice: <see cref="UpstreamConnection.TokensAfterPeerClosed"/> then meters what is paid for nothing.</remarks>
    public bool IgnoresPeerClose { get; init; }
}
