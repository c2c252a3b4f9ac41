using System.Globalization;
using System.Text;
using Loadline.Testing;

namespace Loadline.Cli.Tests.Soak;

/// <summary>What goes wrong in a soak, drawn by seed: of the calls to a bad upstream about a third, to a good one a hundredth.</summary>
internal static class SoakFaults
{
    private static readonly (double Share, UpstreamScript Script)[] Bad =
    [
        (0.05, UpstreamScript.Error(503)),
        (0.02, UpstreamScript.Error(429, retryAfter: "1")),
        (0.02, UpstreamScript.Error(400, "invalid_request_error")),
        (0.03, new() { Fault = UpstreamFault.BeforeHeaders(FaultKind.Reset) }),
        (0.03, new() { Fault = UpstreamFault.BeforeHeaders(FaultKind.Fin) }),
        (0.02, new() { Fault = UpstreamFault.AfterHeaders(FaultKind.Fin) }),
        (0.02, new() { Fault = UpstreamFault.AfterTokens(FaultKind.Reset, 3) }),
        (0.02, new() { Fault = UpstreamFault.AfterTokens(FaultKind.Fin, 2) }),
        (0.02, new() { Fault = UpstreamFault.AfterTokens(FaultKind.Hang, 2) }),
        (0.02, UpstreamScript.Hang()),
        (0.01, UpstreamScript.HeadersThenSilence()),
        (0.02, UpstreamScript.Malformed()),
        (0.02, UpstreamScript.ErrorMidStream(2) with { UsageReport = UsageReport.Never }),
        (0.01, new() { Gzip = true, UsageReport = UsageReport.Never }),
        (0.01, UpstreamScript.Redirect("http://127.0.0.1:1/")),
        (0.02, new() { ClosesAfter = true, Text = Long(20) }),
    ];

    /// <summary>Draws what happens to a call: always the same for the same request and the same number of the call.</summary>
    public static UpstreamScript Draw(int request, int call, bool isBad)
    {
        var random = new Random((request * 31) + call);
        var draw = random.NextDouble() * (isBad ? 1 : 30);
        foreach (var (share, script) in Bad)
        {
            if ((draw -= share) < 0)
            {
                return script;
            }
        }

        return new UpstreamScript
        {
            Text = Long(random.Next(1, 60)),
            TimeToFirstByte = TimeSpan.FromMilliseconds(random.Next(0, 30)),
            TokenGap = TimeSpan.FromMilliseconds(random.Next(0, 4)),
            FragmentSize = random.Next(4) == 0 ? random.Next(5, 50) : 0,
            LineEnd = random.Next(8) == 0 ? "\r\n" : "\n",
        };
    }

    private static string Long(int words)
    {
        var text = new StringBuilder();
        for (var i = 0; i < words; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"word{i} ");
        }

        return text.ToString();
    }
}
