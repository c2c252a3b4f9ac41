using System.Globalization;
using System.Text;

namespace FastUpstream;

/// <summary>The replies, as bytes made once.</summary>
internal sealed class Replies
{
    private const string Words = "A load line is the mark on a ship's hull that says how far down it may be loaded. ";

    public Replies(int chunks, int gapMs)
    {
        Chunks = chunks;
        GapMs = gapMs;
        // About 1 KB, as a short answer is.
        var content = string.Concat(Enumerable.Repeat(Words, 8));
        var body = "{\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion\",\"created\":1767225600,\"model\":\"bench\",\"choices\":[{\"index\":0,"
            + $"\"message\":{{\"role\":\"assistant\",\"content\":\"{content}\",\"refusal\":null}},\"logprobs\":null,\"finish_reason\":\"stop\"}}],"
            + "\"usage\":{\"prompt_tokens\":240,\"completion_tokens\":160,\"total_tokens\":400,\"prompt_tokens_details\":{\"cached_tokens\":0},"
            + "\"completion_tokens_details\":{\"reasoning_tokens\":0}},\"system_fingerprint\":\"fp_bench\"}";
        Plain = Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length.ToString(CultureInfo.InvariantCulture)}\r\n\r\n{body}");
        StreamHead = [
            .. "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"u8,
            .. Chunk("{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null")];
        Token = Chunk("{\"content\":\" word\"}", "null");
        Finish = Chunk("{}", "\"stop\"");
        Usage = Framed("data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"bench\",\"choices\":[],"
            + "\"usage\":{\"prompt_tokens\":240,\"completion_tokens\":20,\"total_tokens\":260,\"prompt_tokens_details\":{\"cached_tokens\":0}}}\n\n");
        Done = [.. Framed("data: [DONE]\n\n"), .. "0\r\n\r\n"u8];
    }

    public int Chunks { get; }

    public int GapMs { get; }

    public byte[] Plain { get; }

    /// <summary>Gets the head and the event that names the role.</summary>
    public byte[] StreamHead { get; }

    public byte[] Token { get; }

    public byte[] Finish { get; }

    public byte[] Usage { get; }

    public byte[] Done { get; }

    private static byte[] Chunk(string delta, string finish)
        => Framed("data: {\"id\":\"chatcmpl-bench\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"bench\","
            + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}]}}\n\n");

    private static byte[] Framed(string text) => Encoding.ASCII.GetBytes($"{text.Length.ToString("x", CultureInfo.InvariantCulture)}\r\n{text}\r\n");
}
