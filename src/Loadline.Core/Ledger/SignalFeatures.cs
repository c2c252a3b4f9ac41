using System.Buffers.Binary;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Signals;
using Loadline.Core.Signals.Pii;

namespace Loadline.Core.Ledger;

/// <summary>Versions 1 and 2 of the feature vector: the signals that a decision computed, quantised to 32 bytes; in version 2 the predictors' features behind them.</summary>
/// <remarks>
/// Layout, little-endian: 0 mask of what is known (tokens, language, task, domain, code, math, complexity, pii); 1 flags (schema, priority
/// in bits 1 and 2, stated plus one); 2 task; 3 domain; 4 code, 5 math, 6 complexity, each a 255th of [0,1]; 7 turns; 8 tools; 9 images;
/// 10 audio parts (each at most 255); 11 a bandit's intent plus one, or zero; 12-15 prompt tokens; 16-19 expected prompt tokens of the estimate; 20-23 expected output
/// tokens; 24-27 kinds of personal data; 28-31 FNV-1a hash of the language code. Version 2 has the same bytes and behind them what
/// predictors read of the request, as <see cref="FeatureCode"/> lays it out.
/// </remarks>
public static class SignalFeatures
{
    /// <summary>The version of a vector of signals alone.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The version of a vector that has the predictors' features, too.</summary>
    public const int WithPredictorsVersion = 2;

    /// <summary>The vector's length in bytes.</summary>
    public const int Length = 32;

    /// <summary>Lays computed signals out; computes none.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="estimatedInputTokens">Expected prompt tokens of the estimate.</param>
    /// <param name="estimatedOutputTokens">Expected generated tokens of the estimate.</param>
    /// <param name="predictors">What <see cref="FeatureCode"/> encoded; empty where it is not kept.</param>
    public static FeatureVector Create(
        in SignalValues signals, int estimatedInputTokens, int estimatedOutputTokens, ReadOnlySpan<byte> predictors = default)
    {
        var data = new byte[Length + predictors.Length];
        Write(signals, estimatedInputTokens, estimatedOutputTokens, data);
        predictors.CopyTo(data.AsSpan(Length));
        return new FeatureVector(predictors.IsEmpty ? SchemaVersion : WithPredictorsVersion, data);
    }

    /// <summary>Lays computed signals out without the predictors' features, in the caller's own memory.</summary>
    /// <param name="signals">The signals.</param>
    /// <param name="estimatedInputTokens">The expected prompt tokens.</param>
    /// <param name="estimatedOutputTokens">The expected generated tokens.</param>
    /// <param name="data">At least <see cref="Length"/> bytes; overwritten.</param>
    public static void Write(in SignalValues signals, int estimatedInputTokens, int estimatedOutputTokens, Span<byte> data)
    {
        data[..Length].Clear();
        data[0] = Known(signals);
        data[1] = (byte)((signals.Schema ? 1 : 0) | (signals.Priority is { } priority ? ((int)priority + 1) << 1 : 0));
        data[2] = (byte)(signals.Task ?? 0);
        data[3] = (byte)(signals.Domain ?? 0);
        data[4] = Share(signals.Code);
        data[5] = Share(signals.Math);
        data[6] = Share(signals.Complexity?.Score);
        data[7] = Count(signals.Turns);
        data[8] = Count(signals.Tools);
        data[9] = Count(signals.Images);
        data[10] = Count(signals.Audio);
        data[11] = signals.Intent;
        BinaryPrimitives.WriteInt32LittleEndian(data[12..], signals.Tokens ?? 0);
        BinaryPrimitives.WriteInt32LittleEndian(data[16..], estimatedInputTokens);
        BinaryPrimitives.WriteInt32LittleEndian(data[20..], estimatedOutputTokens);
        BinaryPrimitives.WriteInt32LittleEndian(data[24..], (int)(signals.Pii ?? PiiKinds.None));
        BinaryPrimitives.WriteUInt32LittleEndian(data[28..], Hash(signals.Language));
    }

    /// <summary>Tells whether a row's vector begins with the signals as this version lays them out.</summary>
    public static bool HasSignals(in FeatureVector features) =>
        features.SchemaVersion is SchemaVersion or WithPredictorsVersion && features.Data.Length >= Length;

    /// <summary>Finds the predictors' features in a row's vector.</summary>
    /// <returns>What <see cref="FeatureCode"/> encoded; empty where the row has none.</returns>
    public static ReadOnlyMemory<byte> OfPredictors(in FeatureVector features) =>
        features.SchemaVersion == WithPredictorsVersion && features.Data.Length > Length ? features.Data[Length..] : default;

    private static byte Known(in SignalValues signals)
    {
        var known = signals.Tokens is null ? 0 : 1;
        known |= signals.Language is null ? 0 : 2;
        known |= signals.Task is null ? 0 : 4;
        known |= signals.Domain is null ? 0 : 8;
        known |= signals.Code is null ? 0 : 16;
        known |= signals.Math is null ? 0 : 32;
        known |= signals.Complexity is null ? 0 : 64;
        known |= signals.Pii is null ? 0 : 128;
        return (byte)known;
    }

    private static byte Share(float? value) => (byte)MathF.Round(Math.Clamp(value ?? 0, 0, 1) * 255);

    private static byte Count(int value) => (byte)Math.Clamp(value, 0, 255);

    private static uint Hash(string? text)
    {
        var hash = 2166136261u;
        foreach (var c in text ?? "")
        {
            hash = (hash ^ c) * 16777619u;
        }

        return text is null ? 0 : hash;
    }
}
