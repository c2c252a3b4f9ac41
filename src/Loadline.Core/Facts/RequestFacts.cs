using System.Runtime.CompilerServices;
using System.Text.Json;
using Loadline.Core.Signals;

namespace Loadline.Core.Facts;

/// <summary>What one forward scan over the request body found: places, counts and flags; never a copy of the body.</summary>
/// <remarks>
/// Pooled: <see cref="Reset"/> it between requests. A dialect's scanner fills it (<c>Loadline.Wire</c>); signals and rules read it.
/// All ranges point into <see cref="Body"/> and are valid while the body is.
/// </remarks>
public sealed class RequestFacts
{
    private const string DefaultDialect = "openai-chat";

    /// <summary>The most members of <c>metadata</c> that are read; providers take a few dozen at most.</summary>
    public const int MostMetadata = 1_000;

    // What a pooled object may keep between requests; one extraordinary request must not be paid for by all that follow.
    private const int MostKeptTexts = 4_096;
    private const int MostKeptDecoded = 1024 * 1024;

    private TextSpan[] _texts = new TextSpan[32];
    private AgentStep[] _steps = new AgentStep[16];
    private MetadataEntry[] _metadata = new MetadataEntry[8];
    private byte[] _decoded = [];
    private int _decodedLength;
    private ByteRange _lastUser;
    private ByteRange _system;
    private ByteRange _tools;
    private bool _isDecoded;

    /// <summary>Gets the request body as it came in.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Gets or sets which operation is asked for.</summary>
    public RequestKind Kind { get; set; }

    /// <summary>Gets or sets the API the caller speaks, by its config name: <c>openai-chat</c>, <c>openai-responses</c>, <c>anthropic</c> or <c>gemini</c>.</summary>
    public string Dialect { get; set; } = DefaultDialect;

    /// <summary>Gets or sets the model name's JSON string, quotes included; missing where the body names no model.</summary>
    public ByteRange Model { get; set; }

    /// <summary>Gets or sets the model name where the address has it (Gemini); <see langword="null"/> elsewhere.</summary>
    public string? UrlModel { get; set; }

    /// <summary>Gets or sets the member that points at what only providers of the caller's dialect have; <see langword="null"/>: none does.</summary>
    /// <value>Such as <c>previous_response_id</c>: part of the conversation is kept there, so that no other dialect could carry it.</value>
    public string? BoundBy { get; set; }

    /// <summary>Gets or sets where top-level members may be inserted: right after the opening brace.</summary>
    public int InsertAt { get; set; }

    /// <summary>Gets or sets a value indicating whether the body's top level has at least one member.</summary>
    public bool HasMembers { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer is to come as a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>Gets or sets the value of <c>stream_options</c>, braces included.</summary>
    public ByteRange StreamOptions { get; set; }

    /// <summary>Gets or sets the value of <c>stream_options.include_usage</c>.</summary>
    public ByteRange IncludeUsageValue { get; set; }

    /// <summary>Gets or sets a value indicating whether the caller asked for usage in the stream.</summary>
    public bool IncludeUsage { get; set; }

    /// <summary>Gets or sets the value of the reasoning effort member, quotes included.</summary>
    public ByteRange ReasoningEffort { get; set; }

    /// <summary>Gets or sets the caller's cap on generated tokens; 0 where there is none.</summary>
    public int MaxOutputTokens { get; set; }

    /// <summary>Gets or sets the value of the member that <see cref="MaxOutputTokens"/> was read from; missing where there is none.</summary>
    public ByteRange MaxOutputTokensValue { get; set; }

    /// <summary>Gets or sets the number of messages, system messages included.</summary>
    public int Messages { get; set; }

    /// <summary>Gets or sets the number of user messages.</summary>
    public int UserTurns { get; set; }

    /// <summary>Gets or sets who wrote the last message.</summary>
    public MessageRole LastRole { get; set; }

    /// <summary>Gets or sets the number of tool results in the conversation.</summary>
    public int ToolResults { get; set; }

    /// <summary>Gets or sets the number of tools offered.</summary>
    public int Tools { get; set; }

    /// <summary>Gets or sets the number of images.</summary>
    public int Images { get; set; }

    /// <summary>Gets or sets the number of audio parts.</summary>
    public int AudioParts { get; set; }

    /// <summary>Gets or sets a value indicating whether the answer must follow a JSON Schema.</summary>
    public bool HasSchema { get; set; }

    /// <summary>Gets or sets the value of the tools member, brackets included: what a provider renders its tool prompt from.</summary>
    public ByteRange ToolsJson { get; set; }

    /// <summary>Gets or sets the JSON Schema the answer must follow, with what wraps it.</summary>
    public ByteRange SchemaJson { get; set; }

    /// <summary>Gets or sets the number of answers asked for (<c>n</c>); 1 by default.</summary>
    public int Choices { get; set; } = 1;

    /// <summary>Gets or sets who the caller says its user is (<c>safety_identifier</c>, else <c>user</c>): the string's content, escapes still in it.</summary>
    public ByteRange User { get; set; }

    /// <summary>Gets or sets what the caller itself says of the request.</summary>
    public CallerHints Hints { get; set; }

    /// <summary>Gets or sets the nested <c>metadata.loadline</c> member with the comma that goes with it: cut before the body is forwarded.</summary>
    public ByteRange HintMember { get; set; }

    /// <summary>Gets or sets the caller's headers; <see langword="null"/> outside a gateway.</summary>
    public IRequestHeaders? Headers { get; set; }

    /// <summary>Gets or sets a value indicating whether there is no text to read: the facts are a ledger row's, whose text nobody kept.</summary>
    public bool HasNoText { get; set; }

    /// <summary>Gets a value indicating whether somebody asked for text that is not there, so that what was decided means nothing.</summary>
    public bool MissedText { get; private set; }

    /// <summary>Gets the number of <see cref="Texts"/>.</summary>
    public int TextCount { get; private set; }

    /// <summary>Gets where text is, in the order of the body; valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlySpan<TextSpan> Texts => _texts.AsSpan(0, TextCount);

    /// <summary>Gets the number of <see cref="Metadata"/> entries.</summary>
    public int MetadataCount { get; private set; }

    /// <summary>Gets the caller's string metadata; valid until the next <see cref="Reset"/>.</summary>
    public ReadOnlySpan<MetadataEntry> Metadata => _metadata.AsSpan(0, MetadataCount);

    /// <summary>Gets the number of <see cref="Steps"/>.</summary>
    public int StepCount { get; private set; }

    /// <summary>Gets the tool calls and results of the conversation, in order.</summary>
    public ReadOnlySpan<AgentStep> Steps => _steps.AsSpan(0, StepCount);

    /// <summary>Forgets the last request and takes the next one's body.</summary>
    public void Reset(ReadOnlyMemory<byte> body)
    {
        Body = body;
        Kind = RequestKind.Chat;
        Dialect = DefaultDialect;
        UrlModel = BoundBy = null;
        Model = MaxOutputTokensValue = StreamOptions = IncludeUsageValue = ReasoningEffort = HintMember = User = ToolsJson = SchemaJson = default;
        InsertAt = MaxOutputTokens = Messages = UserTurns = ToolResults = Tools = Images = AudioParts = TextCount = MetadataCount = StepCount = 0;
        Choices = 1;
        HasMembers = Stream = IncludeUsage = HasSchema = HasNoText = MissedText = _isDecoded = false;
        LastRole = MessageRole.User;
        Hints = default;
        Headers = null;
        _decodedLength = 0;
        _lastUser = _system = _tools = default;
    }

    /// <summary>Gets the bytes that stay with this object between requests.</summary>
    internal long KeptBytes => _decoded.Length + ((long)_texts.Length * Unsafe.SizeOf<TextSpan>()) + ((long)_metadata.Length * Unsafe.SizeOf<MetadataEntry>());

    /// <summary>Lets go of the body, and of what grew beyond what most requests need.</summary>
    public void Release()
    {
        Reset(default);
        _texts = _texts.Length > MostKeptTexts ? new TextSpan[32] : _texts;
        _decoded = _decoded.Length > MostKeptDecoded ? [] : _decoded;
    }

    /// <summary>Adds a place of text, for a scanner.</summary>
    public void AddText(in TextSpan text)
    {
        if (TextCount == _texts.Length)
        {
            Array.Resize(ref _texts, _texts.Length * 2);
        }

        _texts[TextCount++] = text;
    }

    /// <summary>Adds an entry of metadata, for a scanner.</summary>
    public void AddMetadata(in MetadataEntry entry)
    {
        if (MetadataCount == _metadata.Length)
        {
            Array.Resize(ref _metadata, _metadata.Length * 2);
        }

        _metadata[MetadataCount++] = entry;
    }

    /// <summary>Adds a tool call or result, for a scanner.</summary>
    public void AddStep(in AgentStep step)
    {
        if (StepCount == _steps.Length)
        {
            Array.Resize(ref _steps, _steps.Length * 2);
        }

        _steps[StepCount++] = step;
    }

    /// <summary>Decodes the text spans once, on first use, into a buffer this object keeps.</summary>
    /// <returns>Views that are valid until <see cref="Reset"/>.</returns>
    public SignalText Text()
    {
        if (!_isDecoded)
        {
            Decode();
            _isDecoded = true;
            MissedText = HasNoText;
        }

        ReadOnlySpan<byte> all = _decoded.AsSpan(0, _decodedLength);
        return new SignalText(all, _lastUser.In(all), _system.In(all), _tools);
    }

    private void Decode()
    {
        var needed = 0;
        foreach (ref readonly var text in Texts)
        {
            needed += text.Range.Length + 1;
        }

        if (_decoded.Length < needed)
        {
            // Kept for the next request, unless it grew past the bound of Release.
            _decoded = new byte[Math.Max(needed, 4096)];
        }

        var body = Body.Span;
        var lastUserIndex = LastUserMessage();
        foreach (ref readonly var text in Texts)
        {
            var start = _decodedLength;
            _decodedLength += text.HasEscapes
                ? Unescape(body.Slice(text.Range.Start - 1, text.Range.Length + 2), _decoded.AsSpan(start))
                : Copy(text.Range.In(body), _decoded.AsSpan(start));
            var end = _decodedLength;
            _decoded[_decodedLength++] = (byte)'\n';
            if (text.Role == MessageRole.System)
            {
                _system = Extend(_system, start, end);
            }
            else if (text.Role == MessageRole.ToolDefinition)
            {
                _tools = Extend(_tools, start, _decodedLength);
            }
            else if (text.Role == MessageRole.User && text.MessageIndex == lastUserIndex)
            {
                _lastUser = Extend(_lastUser, start, end);
            }
        }
    }

    private int LastUserMessage()
    {
        for (var i = TextCount - 1; i >= 0; i--)
        {
            if (_texts[i].Role == MessageRole.User)
            {
                return _texts[i].MessageIndex;
            }
        }

        return int.MinValue;
    }

    // Parts of one message are adjacent in the body, so one range from the first to the last covers them.
    private static ByteRange Extend(ByteRange range, int start, int end) =>
        range.IsMissing ? new ByteRange(start, end - start) : new ByteRange(range.Start, end - range.Start);

    private static int Copy(ReadOnlySpan<byte> from, Span<byte> to)
    {
        from.CopyTo(to);
        return from.Length;
    }

    private static int Unescape(ReadOnlySpan<byte> quoted, Span<byte> to)
    {
        var reader = new Utf8JsonReader(quoted);
        try
        {
            return reader.Read() ? reader.CopyString(to) : 0;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate escape: the text stays readable enough for signals with its escapes left in.
            return Copy(quoted[1..^1], to);
        }
    }
}
