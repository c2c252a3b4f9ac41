using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Loadline.Core.Outcomes;

/// <summary>Writes an outcome table row by row. Unknown fields are written byte for byte as they were read.</summary>
/// <remarks>Not thread-safe. Disposing flushes, and disposes the stream.</remarks>
public sealed class OutcomeWriter : IDisposable
{
    private const int FlushAt = 256 * 1024;

    private readonly Stream _stream;
    private readonly ArrayBufferWriter<byte> _buffer = new(FlushAt);
    private readonly Utf8JsonWriter _json;

    /// <summary>Writes to a stream, which is disposed with this.</summary>
    public OutcomeWriter(Stream stream)
    {
        _stream = stream;

        // Relaxed: tables are read by people too, and are never put into a web page.
        _json = new Utf8JsonWriter(
            _buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    /// <summary>Creates a file, or empties one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static OutcomeWriter Create(string path) =>
        new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 1));

    /// <summary>Writes the header; before the first row, or not at all.</summary>
    public void Write(OutcomeTableHeader header)
    {
        _json.WriteStartObject();
        _json.WriteNumber(OutcomeTableHeader.VersionField, OutcomeTableHeader.Version);
        _json.WriteString("unit"u8, header.Unit);
        WriteRaw("graders"u8, header.Graders);
        WriteRaw("candidates"u8, header.Candidates);
        WriteRest(header.Rest);
        _json.WriteEndObject();
        EndLine();
    }

    /// <summary>Writes one row, one line.</summary>
    public void Write(OutcomeRow row)
    {
        _json.WriteStartObject();
        _json.WriteString(OutcomeFields.Id, row.Id);
        WriteText(OutcomeFields.Group, row.Group);
        WriteText(OutcomeFields.Prompt, row.Prompt);
        WriteRaw(OutcomeFields.Messages, row.Messages);
        WriteRaw(OutcomeFields.Tools, row.Tools);
        WriteFeatures(row.Features);
        WriteText(OutcomeFields.Split, row.Split);
        WriteText(OutcomeFields.Cluster, row.Cluster);
        WriteRest(row.Rest);
        _json.WriteStartObject(OutcomeFields.Outcomes);
        foreach (var (model, outcome) in row.Outcomes)
        {
            _json.WritePropertyName(model);
            Write(outcome);
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
        EndLine();
    }

    /// <summary>Writes a row's bytes as another file has them.</summary>
    /// <param name="line">One row, without a line end.</param>
    public void WriteLine(ReadOnlySpan<byte> line)
    {
        _buffer.Write(line);
        _buffer.Write("\n"u8);
        FlushIfFull();
    }

    /// <summary>Hands everything to the stream, and the stream's own buffer on.</summary>
    public void Flush()
    {
        _stream.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _stream.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Flush();
        _json.Dispose();
        _stream.Dispose();
    }

    private void Write(Outcome outcome)
    {
        _json.WriteStartObject();
        if (outcome.IsGraded)
        {
            _json.WriteNumber(OutcomeFields.Quality, outcome.Quality);
        }

        if (outcome.Cost is { } cost)
        {
            _json.WriteNumber(OutcomeFields.Cost, cost);
        }

        WriteNumber(OutcomeFields.LatencyMs, outcome.LatencyMs);
        WriteNumber(OutcomeFields.TimeToFirstTokenMs, outcome.TimeToFirstTokenMs);
        WriteNumber(OutcomeFields.InputTokens, outcome.InputTokens);
        WriteNumber(OutcomeFields.OutputTokens, outcome.OutputTokens);
        WriteText(OutcomeFields.Response, outcome.Response);
        WriteRest(outcome.Rest);
        _json.WriteEndObject();
    }

    private void WriteFeatures(StoredFeatures? features)
    {
        if (features is not null)
        {
            _json.WriteStartObject(OutcomeFields.Features);
            _json.WriteNumber("schema"u8, features.Schema);
            _json.WriteBase64String("data"u8, features.Data.Span);
            _json.WriteEndObject();
        }
    }

    private void WriteText(ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void WriteNumber(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number)
        {
            _json.WriteNumber(name, number);
        }
    }

    private void WriteRaw(ReadOnlySpan<byte> name, JsonElement? value)
    {
        if (value is { } element)
        {
            _json.WritePropertyName(name);
            WriteElement(element);
        }
    }

    private void WriteRest(IReadOnlyList<KeyValuePair<string, JsonElement>> rest)
    {
        foreach (var (name, value) in rest)
        {
            _json.WritePropertyName(name);
            WriteElement(value);
        }
    }

    // The element's own bytes, not its meaning: an escape or a number's spelling stays what it was.
    private void WriteElement(JsonElement element) => _json.WriteRawValue(JsonMarshal.GetRawUtf8Value(element), skipInputValidation: true);

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        FlushIfFull();
    }

    private void FlushIfFull()
    {
        if (_buffer.WrittenCount >= FlushAt)
        {
            _stream.Write(_buffer.WrittenSpan);
            _buffer.ResetWrittenCount();
        }
    }
}
