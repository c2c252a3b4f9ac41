using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Loadline.Testing;
using Loadline.Wire.Conversion;
using Xunit.Abstractions;

namespace Loadline.Wire.Tests.Conversion;

/// <summary>Every distinct error reply that was recorded: what it means, and how each caller is told.</summary>
public sealed class RecordedErrorsTests(ITestOutputHelper log)
{
    [DataFact("wire/ERRORS.txt")]
    public void Errors_EveryRecordedOne_AreUnderstood()
    {
        var kinds = new Dictionary<ErrorKind, int>();
        foreach (var line in File.ReadLines(DataFolder.Path("wire/ERRORS.txt")).Where(line => !line.StartsWith('#') && line.Contains(" | ", StringComparison.Ordinal)))
        {
            var (status, body) = Split(line);
            var error = ErrorReader.Read(Encoding.UTF8.GetBytes(body), status);
            kinds[error.Kind] = kinds.GetValueOrDefault(error.Kind) + 1;
            Assert.Equal(status, error.Status);
            Assert.NotEqual(ErrorKind.Other, error.Kind);
            if (Expected(status, line) is { } expected)
            {
                Assert.True(expected == error.Kind, $"{error.Kind} instead of {expected}: {line}");
            }
        }

        log.WriteLine(string.Join(", ", kinds.Select(kind => $"{kind.Key} {kind.Value}")));
        Assert.Equal(8, kinds[ErrorKind.ContextOverflow]);
    }

    [Theory]
    [InlineData(ErrorKind.ContextOverflow, Dialect.Anthropic, "prompt is too long: ")]
    [InlineData(ErrorKind.ContextOverflow, Dialect.OpenAIChat, "context_length_exceeded")]
    [InlineData(ErrorKind.Overloaded, Dialect.Anthropic, "overloaded_error")]
    [InlineData(ErrorKind.Authentication, Dialect.Gemini, "UNAUTHENTICATED")]
    [InlineData(ErrorKind.RateLimit, Dialect.OpenAIResponses, "rate_limit_exceeded")]
    public void Write_AnyKind_SaysItInTheCallersWords(ErrorKind kind, Dialect caller, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        DialectErrors.Write(caller, new ChatError(kind, ErrorKinds.Status(kind), "m"), output, "req_1");
        Assert.Contains(expected, Encoding.UTF8.GetString(output.WrittenSpan), StringComparison.Ordinal);
        using var parsed = JsonDocument.Parse(output.WrittenMemory);
    }

    private static (int Status, string Body) Split(string line)
    {
        // host, which may hold blanks in placeholders; status; body | file
        var at = line.IndexOf('{', StringComparison.Ordinal);
        var status = line[..at].TrimEnd().Split(' ')[^1];
        return (int.Parse(status, CultureInfo.InvariantCulture), line[at..line.LastIndexOf(" | ", StringComparison.Ordinal)]);
    }

    private static ErrorKind? Expected(int status, string line) =>
        line.Contains("handles_context_length_exceeded", StringComparison.Ordinal)
            ? status == 429 ? ErrorKind.RateLimit : ErrorKind.ContextOverflow
        : line.Contains("auth_error", StringComparison.Ordinal) ? ErrorKind.Authentication
        : status == 404 ? ErrorKind.NotFound
        : null;
}
