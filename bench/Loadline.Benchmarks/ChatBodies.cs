using System.Text;
using System.Text.Json;

namespace Loadline.Benchmarks;

/// <summary>Chat requests of given sizes, as the benchmarks send them.</summary>
internal static class ChatBodies
{
    private static readonly string[] Turns =
    [
        "Our import job has failed twice since Tuesday with a timeout after about ninety seconds. What should I look at first?",
        "Start with the slowest table: the log names the statement that was running when the time was up. Is it the same one each time?",
        "Yes, it is the insert into the ledger. There are nine indexes on it, and a trigger that writes an audit row for each line.",
        "Then measure with the trigger off on a copy. If the time drops, batch the audit rows; if not, look at the indexes that nothing reads.",
    ];

    /// <summary>A chat of several turns whose body is at least so many bytes, and less than one turn more.</summary>
    public static byte[] OfSize(int bytes)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("model", "auto");
        writer.WriteNumber("temperature", 0.2);
        writer.WriteNumber("max_tokens", 400);
        writer.WriteStartArray("messages");
        Message(writer, "system", "You help the engineers of a small company. Be brief, and say what you would measure before you guess.");
        for (var turn = 0; writer.BytesCommitted + writer.BytesPending < bytes; turn++)
        {
            Message(writer, turn % 2 == 0 ? "user" : "assistant", Turns[turn % Turns.Length]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>A chat of one long user message, so many bytes or a little more.</summary>
    public static byte[] OneMessage(int bytes)
    {
        using var stream = new MemoryStream();
        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("model", "auto");
        writer.WriteStartArray("messages");
        Message(writer, "system", "You help the engineers of a small company.");
        var text = new StringBuilder();
        for (var turn = 0; text.Length < bytes - 150; turn++)
        {
            text.Append(Turns[turn % Turns.Length]).Append('\n');
        }

        Message(writer, "user", text.ToString());
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return stream.ToArray();
    }

    private static void Message(Utf8JsonWriter writer, string role, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", Encoding.UTF8.GetBytes(content));
        writer.WriteEndObject();
    }
}
