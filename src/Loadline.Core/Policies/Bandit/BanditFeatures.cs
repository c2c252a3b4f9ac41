using System.Buffers.Binary;
using Loadline.Core.Signals;

namespace Loadline.Core.Policies;

/// <summary>What a bandit sees of a request: numbers made from the feature vector that the ledger keeps, so that feedback may come late.</summary>
public static class BanditFeatures
{
    /// <summary>The version that state files name.</summary>
    public const int Version = 1;

    private const int Plain = 9;
    private const int DomainCount = 19;
    private const int TaskCount = 13;

    /// <summary>The most intents that a bandit tells apart.</summary>
    public const int MostIntents = DomainCount + TaskCount;

    /// <summary>The number of features.</summary>
    public const int Length = Plain + DomainCount + TaskCount;

    /// <summary>Spells a ledger vector (<see cref="Ledger.SignalFeatures"/>, version 1) out.</summary>
    /// <param name="data">The ledger's bytes.</param>
    /// <param name="x">At least <see cref="Length"/> numbers; overwritten.</param>
    public static void Write(ReadOnlySpan<byte> data, Span<double> x)
    {
        x = x[..Length];
        x.Clear();
        x[0] = 1;
        x[1] = data[4] / 255.0;
        x[2] = data[5] / 255.0;
        x[3] = data[6] / 255.0;
        x[4] = Math.Log(1 + Math.Max(0, BinaryPrimitives.ReadInt32LittleEndian(data[12..]))) / 10;
        x[5] = Math.Min(1, data[7] / 10.0);
        x[6] = data[8] > 0 ? 1 : 0;
        x[7] = (data[1] & 1) != 0 ? 1 : 0;
        x[8] = data[9] > 0 ? 1 : 0;
        if (data[11] > 0)
        {
            // Examples of the application's own say more than what any text may be about.
            x[Plain + Math.Min((int)data[11], MostIntents) - 1] = 1;
            return;
        }

        if (data[3] < DomainCount)
        {
            x[Plain + data[3]] = 1;
        }

        if (data[2] < TaskCount)
        {
            x[Plain + DomainCount + data[2]] = 1;
        }
    }

    /// <summary>Computes every signal that the features are made of.</summary>
    internal static void Compute(RequestSignals signals) =>
        _ = (signals.Tokens, signals.Task, signals.Domain, signals.Code, signals.Math, signals.Complexity);
}
