using System.Text.Json;

namespace Loadline.Gateway.Forwarding;

/// <summary>The last upstream error reply, kept until it is clear that no other attempt answers.</summary>
internal sealed class FailedReply
{
    // Error bodies are short; what lies beyond is cut off.
    public const int MaxBytes = 64 * 1024;

    public int Status { get; private set; }

    public byte[] Body { get; private set; } = [];

    /// <summary>Gets a value indicating whether the body is one whole JSON object, whatever the upstream calls it.</summary>
    public bool IsJson { get; private set; }

    public string? RetryAfter { get; private set; }

    public string Message { get; private set; } = "";

    public void Clear() => (Status, Body, IsJson, RetryAfter, Message) = (0, [], false, null, "");

    public void Set(int status, byte[] body, string? retryAfter) =>
        (Status, Body, IsJson, RetryAfter, Message) = (status, body, IsWholeObject(body), retryAfter, "");

    /// <summary>Notes a failure that came with no reply at all.</summary>
    public void Set(string message) => (Status, Body, IsJson, RetryAfter, Message) = (0, [], false, null, message);

    // Half a body or none, called JSON, would break the caller's client instead of telling it what is wrong.
    private static bool IsWholeObject(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            {
                return false;
            }

            json.Skip();
            return !json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
