namespace Loadline.Dashboard.Tests.Browser;

/// <summary>A fact that needs Node.js, Chromium and the packages of tests/browser; skipped, with the reason, where something is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = BrowserRun.WhyNot;
}
