namespace Loadline.Cli.Demo;

/// <summary>How many tokens a text of the demo counts as.</summary>
/// <remarks>The simulated models bill by this one function, so that table, replay and report agree to the last cent.</remarks>
internal static class DemoTokens
{
    /// <summary>A quarter of the UTF-8 bytes, rounded up: close for English, high for scripts of three bytes a letter.</summary>
    public static int Estimate(int utf8Bytes) => (utf8Bytes + 3) / 4;
}
