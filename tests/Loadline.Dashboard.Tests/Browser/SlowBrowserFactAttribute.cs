namespace Loadline.Dashboard.Tests.Browser;

/// <summary>A test in a browser that is too slow for every run: skipped but where LOADLINE_SLOW is 1, as in tests/slow.sh.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SlowBrowserFactAttribute : FactAttribute
{
    public SlowBrowserFactAttribute() =>
        Skip = Environment.GetEnvironmentVariable("LOADLINE_SLOW") == "1" ? BrowserRun.WhyNot : "slow: tests/slow.sh dashboard runs it";
}
