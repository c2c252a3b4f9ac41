using System.Text;
using Loadline.Core.Outcomes;

namespace Loadline.Learning.Tests.Support;

/// <summary>Short ways to write rows.</summary>
internal static class Rows
{
    public static string Line(string id, string prompt, double small, double large, string more = "") => FormattableString.Invariant(
        $"{{\"id\":\"{id}\",\"prompt\":\"{prompt}\",{more}\"outcomes\":{{\"small\":{{\"quality\":{small},\"cost\":1}},\"large\":{{\"quality\":{large},\"cost\":10}}}}}}\n");

    public static OutcomeRow Parse(string line) => OutcomeReader.Parse(Encoding.UTF8.GetBytes(line.Trim()), new OutcomeReadOptions { AllowUngraded = true });
}
