using System.Text.Json.Serialization;
using Loadline.Testing.Recordings;

namespace Loadline.Acceptance.Tests;

/// <summary>What an SDK showed of one reply.</summary>
internal sealed record SdkReading
{
    public required string Id { get; init; }

    public string Text { get; init; } = "";

    public IReadOnlyList<SdkCall> Calls { get; init; } = [];

    /// <summary>Gets why the reply ended, in the dialect's own word; null where the SDK shows none.</summary>
    public string? Stop { get; init; }

    public SdkUsage? Usage { get; init; }

    public string? Error { get; init; }

    /// <summary>Whether another reading shows the same.</summary>
    public bool Shows(SdkReading other) => (Text, CallsText, Stop, Usage, Error) == (other.Text, other.CallsText, other.Stop, other.Usage, other.Error);

    [JsonIgnore]
    public string CallsText => string.Join(" | ", Calls.Select(call => CallText.Of(call.Name, call.Arguments)));
}
