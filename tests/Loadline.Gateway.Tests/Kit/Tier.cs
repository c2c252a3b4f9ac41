namespace Loadline.Gateway.Tests.Kit;

/// <summary>How much of a scenario runs: a part of it in every run, all of it where <c>LOADLINE_SLOW=1</c> (tests/slow.sh).</summary>
internal static class Tier
{
    public static bool IsSlow { get; } = Environment.GetEnvironmentVariable("LOADLINE_SLOW") == "1";

    public static int Pick(int always, int slow) => IsSlow ? slow : always;
}
