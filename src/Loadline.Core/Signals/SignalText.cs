using Loadline.Core.Facts;

namespace Loadline.Core.Signals;

/// <summary>The decoded text of a request, as the signals read it: UTF-8, JSON escapes resolved, parts separated by a line feed.</summary>
/// <remarks>Views into the request's pooled buffer: valid only while the request's facts are.</remarks>
public readonly ref struct SignalText
{
    private readonly ByteRange _tools;

    /// <summary>Takes views of one buffer; <paramref name="tools"/> is where tool definitions stand in <paramref name="all"/>.</summary>
    public SignalText(ReadOnlySpan<byte> all, ReadOnlySpan<byte> lastUser, ReadOnlySpan<byte> system, ByteRange tools = default)
    {
        _tools = tools;
        All = all;
        LastUser = lastUser;
        System = system;
    }

    /// <summary>Gets all text of the request: system prompt, history, last message, tool results, tool descriptions.</summary>
    public ReadOnlySpan<byte> All { get; }

    /// <summary>Gets the last user message (the whole text where the request has no messages).</summary>
    public ReadOnlySpan<byte> LastUser { get; }

    /// <summary>Gets the text before the tool definitions; all of it where there are none.</summary>
    public ReadOnlySpan<byte> BeforeTools => _tools.IsMissing ? All : All[.._tools.Start];

    /// <summary>Gets the text after the tool definitions; empty where there are none.</summary>
    public ReadOnlySpan<byte> AfterTools => _tools.IsMissing ? default : All[_tools.End..];

    /// <summary>Gets the system or developer prompt; empty where there is none.</summary>
    public ReadOnlySpan<byte> System { get; }
}
