using System.Text.Json;
using Loadline.Core.Catalog;

namespace Loadline.Wire.OpenAI;

/// <summary>Reads a <c>usage</c> object of the Chat Completions family into the neutral form.</summary>
internal static class UsageReader
{
    private static readonly MemberNames Names = new(
        "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details", "prompt_cache_hit_tokens",
        "reasoning_tokens", "cached_tokens", "cache_write_tokens", "cost");

    // In the order of Names.
    private enum Count
    {
        Prompt,
        Completion,
        Total,
        PromptDetails,
        CompletionDetails,
        CacheHit,
        Reasoning,
        Cached,
        CacheWrite,
        Cost,
    }

    /// <summary>Reads the value the reader stands on, to its end.</summary>
    /// <returns><see langword="null"/> where it is no object or names neither prompt nor completion tokens.</returns>
    public static TokenUsage? Read(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        var counts = default(Counts);
        Members(ref json, ref counts, isDetail: false);
        return counts.HasAny ? counts.ToUsage() : null;
    }

    private static void Members(ref Utf8JsonReader json, ref Counts counts, bool isDetail)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = (Count)Names.Find(ref json);
            json.Read();
            if (member is Count.PromptDetails or Count.CompletionDetails && !isDetail && json.TokenType == JsonTokenType.StartObject)
            {
                Members(ref json, ref counts, isDetail: true);
            }
            else if (member == Count.Cost && !isDetail && json.TokenType == JsonTokenType.Number && json.TryGetDecimal(out var cost))
            {
                counts.Charged = cost;
            }
            else if (member >= Count.Prompt && json.TokenType == JsonTokenType.Number && Numbers.TryRead(ref json, out var value))
            {
                counts.Set(member, value);
            }
            else
            {
                json.Skip();
            }
        }
    }

    private struct Counts
    {
        private long _prompt;
        private long _completion;
        private long _total;
        private long _cached;
        private long _written;
        private long _reasoning;

        public decimal? Charged { get; set; }

        public bool HasAny { get; private set; }

        public void Set(Count member, long value)
        {
            switch (member)
            {
                case Count.Prompt:
                    _prompt = value;
                    HasAny = true;
                    break;
                case Count.Completion:
                    _completion = value;
                    HasAny = true;
                    break;
                case Count.Total:
                    _total = value;
                    break;
                case Count.CacheHit or Count.Cached:
                    // DeepSeek sends both, equal.
                    _cached = Math.Max(_cached, value);
                    break;
                case Count.Reasoning:
                    _reasoning = Math.Max(_reasoning, value);
                    break;
                case Count.CacheWrite:
                    _written = value;
                    break;
            }
        }

        // OpenAI's prompt tokens include the cached ones and its completion tokens the reasoning. Not so everywhere: xAI counts reasoning
        // apart, which its total shows, and xAI's models on Azure count cached tokens apart, which shows where they exceed the prompt.
        public readonly TokenUsage ToUsage()
        {
            var isReasoningApart = _reasoning > 0 && _total == _prompt + _completion + _reasoning;
            var input = _cached > _prompt && _prompt >= 0 ? _prompt + _cached : _prompt;
            return new TokenUsage(input, _cached, _written, isReasoningApart ? _completion + _reasoning : _completion, _reasoning)
            {
                ChargedUsd = Charged,
            }.Sane();
        }
    }
}
