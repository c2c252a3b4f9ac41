using System.Buffers;
using Loadline.Wire.Conversion;

namespace Loadline.Testing;

/// <summary>Lets the fake upstream speak the other APIs, told apart by their addresses: its own replies are converted.</summary>
/// <remarks>For tests of what happens to calls. Whether a conversion is right is tested on recordings, not on this.</remarks>
internal static class FakeDialect
{
    public static Dialect Of(string path) =>
        path.EndsWith("/messages", StringComparison.Ordinal) ? Dialect.Anthropic
        : path.EndsWith("/responses", StringComparison.Ordinal) ? Dialect.OpenAIResponses
        : path.Contains(":generateContent", StringComparison.Ordinal) || path.Contains(":streamGenerateContent", StringComparison.Ordinal) ? Dialect.Gemini
        : Dialect.OpenAIChat;

    /// <summary>Whether the address, rather than the body, asks for a stream.</summary>
    public static bool AsksStream(string path) => path.Contains(":streamGenerateContent", StringComparison.Ordinal);

    public static ReadOnlyMemory<byte> Whole(Dialect dialect, ReadOnlyMemory<byte> completion, string model)
    {
        if (dialect == Dialect.OpenAIChat || !ChatConversion.TryReadReply(Dialect.OpenAIChat, completion, out var reply))
        {
            return completion;
        }

        var output = new ArrayBufferWriter<byte>();
        ChatConversion.WriteReply(dialect, reply, Context(model), output);
        return output.WrittenMemory;
    }

    /// <summary>An error of a script in the dialect's envelope.</summary>
    public static ReadOnlyMemory<byte> Error(Dialect dialect, ReadOnlyMemory<byte> envelope, int status)
    {
        if (dialect is Dialect.OpenAIChat or Dialect.OpenAIResponses)
        {
            return envelope;
        }

        var output = new ArrayBufferWriter<byte>();
        DialectErrors.Write(dialect, ErrorReader.Read(envelope.Span, status), output);
        return output.WrittenMemory;
    }

    public static IEnumerable<ChatStream.Piece> Stream(Dialect dialect, IEnumerable<ChatStream.Piece> pieces, string model)
    {
        using var stream = ChatConversion.CreateStream(Dialect.OpenAIChat, dialect, Context(model));
        (long, long)? bill = null;
        foreach (var piece in pieces)
        {
            var output = new ArrayBufferWriter<byte>();
            stream.Push(piece.Bytes.Span, output);
            bill ??= piece.Bill;
            if (output.WrittenCount > 0 || piece.IsToken)
            {
                // What the dialect tells last it bills last.
                yield return new ChatStream.Piece(output.WrittenMemory, piece.IsToken) { Bill = piece.IsToken ? null : bill };
            }
        }
    }

    private static ReplyContext Context(string model) => new("fake", model, 1_700_000_000) { Request = null };
}
