using System.Text;
using Loadline.Testing;

namespace Loadline.Gateway.Tests.Failover;

/// <summary>Ways in which an upstream fails before it has said anything, by name, with the outcome that the record must show.</summary>
internal static class FaultCases
{
    private static readonly Dictionary<string, (UpstreamScript Script, string Outcome)> All = new()
    {
        ["408"] = (UpstreamScript.Error(408), "upstream_unavailable"),
        ["429"] = (UpstreamScript.Error(429), "upstream_rate_limited"),
        ["500"] = (UpstreamScript.Error(500), "upstream_unavailable"),
        ["502 html"] = (UpstreamScript.Raw(502, "<html><title>Bad Gateway</title></html>", "text/html"), "upstream_unavailable"),
        ["503"] = (UpstreamScript.Error(503), "upstream_unavailable"),
        ["401"] = (UpstreamScript.Error(401), "upstream_auth"),
        ["403"] = (UpstreamScript.Error(403), "upstream_auth"),
        ["307"] = (UpstreamScript.Redirect("http://127.0.0.1:1/v1/chat/completions"), "upstream_broken"),
        ["fin"] = (new() { Fault = UpstreamFault.BeforeHeaders(FaultKind.Fin) }, "upstream_broken"),
        ["rst"] = (new() { Fault = UpstreamFault.BeforeHeaders(FaultKind.Reset) }, "upstream_broken"),
        ["fin after headers"] = (new() { Fault = UpstreamFault.AfterHeaders(FaultKind.Fin) }, "upstream_broken"),
        ["rst after headers"] = (new() { Fault = UpstreamFault.AfterHeaders(FaultKind.Reset) }, "upstream_broken"),
        ["cut"] = (new() { Fault = UpstreamFault.AtByte(FaultKind.Fin, 30) }, "upstream_broken"),
        ["garbage"] = (UpstreamScript.Malformed() with { IsNative = true }, "upstream_broken"),
        ["no choices"] = (UpstreamScript.Raw(200, "{}"), "upstream_broken"),
        ["trailing garbage"] = (UpstreamScript.Raw(200, """{"choices":[{"message":{"content":"x"}}]} oops"""), "upstream_broken"),
        ["error in 200"] = (UpstreamScript.Raw(200, """{"error":{"message":"overloaded"},"choices":[]}"""), "upstream_broken"),
        ["gzip"] = (new() { Gzip = true }, "upstream_broken"),
        ["hang"] = (UpstreamScript.Hang(), "upstream_timeout"),
        ["silence"] = (UpstreamScript.HeadersThenSilence(), "upstream_timeout"),
        ["rst before content"] = (new() { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 0) }, "upstream_broken"),
        ["fin before content"] = (new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 0) }, "upstream_broken"),
        ["error first"] = (UpstreamScript.ErrorMidStream(0), "upstream_unavailable"),
        ["only done"] = (new() { Events = [Encoding.UTF8.GetBytes("data: [DONE]\n\n")], IsNative = true }, "upstream_broken"),
        ["only comments"] = (new() { Events = [Encoding.UTF8.GetBytes(": wait\n\n")], IsNative = true }, "upstream_broken"),
    };

    private static readonly string[] StreamsOnly =
        ["hang", "silence", "rst before content", "fin before content", "error first", "only done", "only comments"];

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (var name in All.Keys)
            {
                cases.Add(name, true);
                if (!StreamsOnly.Contains(name))
                {
                    cases.Add(name, false);
                }
            }

            return cases;
        }
    }

    public static UpstreamScript Script(string name) => All[name].Script;

    public static string Outcome(string name) => All[name].Outcome;

    /// <summary>Gets timeouts: a short one only where the fault is seen by it, so that a busy machine is not taken for a silent upstream.</summary>
    public static string Timers(string name) =>
        $"timeouts: {{ first_token: {(Outcome(name) == "upstream_timeout" ? "250ms" : "15s")}, total: 20s }}";
}
