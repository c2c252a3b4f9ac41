using System.Buffers;

namespace Loadline.Core.Agents;

/// <summary>Tells a failed tool result from a good one, by the words that tools fail with.</summary>
/// <remarks>
/// Read are the first and last 400 bytes: there stand exit codes and the last line of a stack trace, while the middle may be a file that happens
/// to speak of errors. A flag of the protocol (<c>is_error</c>) goes before any word.
/// </remarks>
internal static class ToolResults
{
    private const int Window = 400;

    private static readonly SearchValues<string> Failures = SearchValues.Create(
        [
            "traceback (most recent", "command not found", "no such file", "permission denied", "exit code 1", "exit code 2", "exit code: 1",
            "exit code: 2", "exited with code 1", "exited with code 2", "fatal:", "error:", "error[", "exception:", "<tool_use_error>", "failed:",
            "not found in file", "string to replace not found", "syntax error", "segmentation fault", "timed out", "enoent", "eacces",
            "build failed", "tests failed", "test failed", "assertionerror", "panicked at", "cannot find", "does not exist", "unhandled",
        ],
        StringComparison.OrdinalIgnoreCase);

    /// <summary>Judges a result as it stands in the body.</summary>
    public static bool IsFailure(ReadOnlySpan<byte> result)
    {
        if (Has(result, "\"is_error\":true"u8) || Has(result, "\"is_error\": true"u8))
        {
            return true;
        }

        if (Has(result, "\"is_error\":false"u8) || Has(result, "\"is_error\": false"u8))
        {
            return false;
        }

        Span<char> text = stackalloc char[2 * Window];
        var length = result.Length <= 2 * Window ? Widen(result, text) : Widen(result[..Window], text) + Widen(result[^Window..], text[Window..]);
        return text[..length].ContainsAny(Failures);
    }

    // The flag stands at the beginning or the end of its object.
    private static bool Has(ReadOnlySpan<byte> result, ReadOnlySpan<byte> mark) =>
        result.Length <= 2 * Window ? result.IndexOf(mark) >= 0
        : result[..Window].IndexOf(mark) >= 0 || result[^Window..].IndexOf(mark) >= 0;

    private static int Widen(ReadOnlySpan<byte> bytes, Span<char> to)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            to[i] = (char)bytes[i];
        }

        return bytes.Length;
    }
}
