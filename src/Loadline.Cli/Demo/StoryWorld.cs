using System.Globalization;
using System.Text;
using Loadline.Core.Outcomes;
using Loadline.Core.Statistics;

namespace Loadline.Cli.Demo;

/// <summary>The questions of the story and what its two simulated models answer: healthy, and after the small one has got worse.</summary>
internal static class StoryWorld
{
    public const int Rows = 2_000;

    private const double LargeRight = 0.95;
    private const double SmallRight = 0.92;
    private const double SmallRightLater = 0.55;

    /// <summary>The rows of one period; ids are its name and a number.</summary>
    /// <param name="name">The period.</param>
    /// <param name="isWorse">Whether the small model has got worse.</param>
    /// <param name="seed">The seed.</param>
    public static string Lines(string name, bool isWorse, ulong seed)
    {
        var random = new Xoshiro256(seed);
        var text = new StringBuilder();
        for (var i = 0; i < Rows; i++)
        {
            var (hardness, large) = (random.NextDouble(), random.NextDouble() < LargeRight);
            var small = large ? hardness < (isWorse ? SmallRightLater : SmallRight) : hardness < 0.3;
            text.Append(CultureInfo.InvariantCulture, $$"""{"id":"{{name}}-{{i}}","prompt":"Question {{name}} {{i}}: how much is {{i}} plus {{i % 7}}?","outcomes":{ """)
                .Append(CultureInfo.InvariantCulture, $"\"sim-small\":{Outcome(small, i)},\"sim-large\":{Outcome(large, i)}")
                .Append("}}\n");
        }

        return text.ToString();
    }

    public static OutcomeTable Table(string lines, string name)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(lines));
        return OutcomeTable.Read(stream, name);
    }

    private static string Outcome(bool isRight, int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"quality":{{(isRight ? 1 : 0)}},"output_tokens":40,"response":"{{(isRight ? "right" : "false")}}: {{i + (i % 7)}}"}""");
}
