using System.Text.Json;
using Loadline.Core.Facts;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads <c>metadata</c>: its string members, and the caller's hints in both forms.</summary>
internal static class MetadataScanner
{
    private static readonly MemberNames FlatHints = new(
        "loadline.task", "loadline.priority", "loadline.max_cost_usd", "loadline.max_latency_ms");

    private static readonly MemberNames NestedHints = new("task", "priority", "max_cost_usd", "max_latency_ms");
    private static readonly MemberNames HintObject = new("loadline");

    public static ScanResult Scan(ref Utf8JsonReader json, RequestFacts facts)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return json.TokenType == JsonTokenType.Null
                ? ScanResult.Success
                : ScanErrors.WrongType("metadata", "an object of strings", json.TokenType);
        }

        var previousEnd = 0;
        var cut = new HintCut();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var keyStart = (int)json.TokenStartIndex;
            cut.NextMember(keyStart);
            var result = HintObject.Find(ref json) == 0 ? Nested(ref json, facts, ref cut, keyStart, previousEnd) : Entry(ref json, facts);
            if (!result.Ok)
            {
                return result;
            }

            previousEnd = (int)json.BytesConsumed;
        }

        facts.HintMember = cut.Range;
        return ScanResult.Success;
    }

    private static ScanResult Entry(ref Utf8JsonReader json, RequestFacts facts)
    {
        var key = MemberNames.Content(ref json);
        var hint = FlatHints.Find(ref json);
        if (hint < 0 && json.ValueSpan.StartsWith("loadline."u8))
        {
            return UnknownHint();
        }

        json.Read();
        if (hint >= 0)
        {
            var result = HintValues.Read(ref json, facts, (Hint)hint, "metadata.loadline.");
            if (!result.Ok)
            {
                return result;
            }
        }

        if (json.TokenType == JsonTokenType.String)
        {
            if (facts.MetadataCount == RequestFacts.MostMetadata)
            {
                return ScanResult.Error($"'metadata' has more than {RequestFacts.MostMetadata} members. Send fewer.", "metadata", "metadata_too_large");
            }

            facts.AddMetadata(new MetadataEntry(key, MemberNames.Content(ref json)));
        }

        json.Skip();
        return ScanResult.Success;
    }

    private static ScanResult Nested(ref Utf8JsonReader json, RequestFacts facts, ref HintCut cut, int keyStart, int previousEnd)
    {
        if (cut.IsSet)
        {
            return ScanErrors.Duplicate("metadata.loadline");
        }

        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            return ScanErrors.WrongType("metadata.loadline", "an object such as {\"task\": \"code\"}", json.TokenType);
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var hint = NestedHints.Find(ref json);
            if (hint < 0)
            {
                return UnknownHint();
            }

            json.Read();
            var result = HintValues.Read(ref json, facts, (Hint)hint, "metadata.loadline.");
            if (!result.Ok)
            {
                return result;
            }
        }

        cut.Set(keyStart, previousEnd, (int)json.BytesConsumed);
        return ScanResult.Success;
    }

    // A misspelt limit that is dropped in silence costs money.
    private static ScanResult UnknownHint() => ScanResult.Error(
        "Unknown hint in 'metadata': loadline knows task, priority, max_cost_usd and max_latency_ms. Use one of these.",
        "metadata",
        "unknown_hint");

    /// <summary>The bytes to cut so that the members around the nested hints stay well separated.</summary>
    private struct HintCut
    {
        private int _start;
        private int _end;
        private bool _awaitsNext;

        public bool IsSet { get; private set; }

        public readonly ByteRange Range => new(_start, _end - _start);

        // A member before: its comma goes too. None before: the comma up to the next member goes, if there is one.
        public void Set(int keyStart, int previousEnd, int end)
        {
            IsSet = true;
            _awaitsNext = previousEnd == 0;
            _start = previousEnd == 0 ? keyStart : previousEnd;
            _end = end;
        }

        public void NextMember(int keyStart)
        {
            _end = _awaitsNext ? keyStart : _end;
            _awaitsNext = false;
        }
    }
}
