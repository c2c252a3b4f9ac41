using Loadline.Core.Outcomes;
using Loadline.Learning.Training;

namespace Loadline.Learning.Tests.Training;

/// <summary>Prompts of two kinds: sums, which only the large model gets right, and greetings, which both do.</summary>
internal static class SyntheticTable
{
    private static readonly string[] Names = ["Anna", "Bert", "Carla", "Dora", "Emil", "Frida", "Gustav", "Hanna"];

    public static OutcomeMatrix Create(int rows, bool labels = true, bool costs = true)
    {
        var random = new Random(7);
        return OutcomeMatrix.Of(new OutcomeTable([.. Enumerable.Range(0, rows).Select(i => Row(i, random, labels, costs))]), "synthetic");
    }

    private static OutcomeRow Row(int i, Random random, bool labels, bool costs)
    {
        var isSum = random.Next(2) == 0;
        var text = isSum
            ? $"Please calculate the sum of {random.Next(1000)} and {random.Next(1000)}, then multiply by item {i}."
            : $"Say hello to {Names[random.Next(Names.Length)]} and wish them a nice day, visitor {Words(i)}.";
        return new OutcomeRow
        {
            Id = $"row/{i}",
            Prompt = text,
            Group = labels ? isSum ? "sums" : "greetings" : null,
            Outcomes = new Dictionary<string, Outcome>
            {
                ["small"] = new() { Quality = isSum ? (random.Next(10) == 0 ? 1 : 0) : (random.Next(10) == 0 ? 0 : 1), Cost = costs ? 0.1m : null },
                ["large"] = new() { Quality = random.Next(20) == 0 ? 0 : 1, Cost = costs ? 1m : null },
            },
        };
    }

    private static string Words(int i) => string.Join(' ', i.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => Names[digit % Names.Length]));
}
