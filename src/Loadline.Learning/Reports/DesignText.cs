using System.Globalization;
using Loadline.Learning.Design;
using Loadline.Learning.Tables;

namespace Loadline.Learning.Reports;

/// <summary>The sentences of a design's report, the same in every form of it.</summary>
public static class DesignText
{
    /// <summary>What was asked, and on which rows.</summary>
    public static string Asked(DesignReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var goal = report.Line is { } line ? $"The cheapest route for {line}" : string.Create(CultureInfo.InvariantCulture, $"The best route at {report.Budget:0.##%} of the reference's cost");
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{goal}, against {report.Reference}. Fitted on {report.TrainRows:N0} rows of {report.Table}, chosen on {report.ChooseRows:N0} others, scored on {report.ScoreRows:N0} that nothing had seen (seed {report.Seed}).");
    }

    /// <summary>What is proposed and promised.</summary>
    public static string Promise(DesignReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var score = report.Proposal.Score;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Proposal.Says}: {Percent(score.Cost)} of the reference's cost, {Share(score.Keep)} of its quality, {score.Lost:0.0%} lost. On a fresh table of as many rows, 95 times in 100 the cost is from {score.FreshCost.Low:0.0%} to {score.FreshCost.High:0.0%} and the quality from {score.FreshKeep.Low:0.000} to {score.FreshKeep.High:0.000}.");
    }

    /// <summary>A share with its interval, in per cent.</summary>
    public static string Percent(MeanInterval of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return string.Create(CultureInfo.InvariantCulture, $"{of.Mean:0.0%} [{of.Low:0.0%}, {of.High:0.0%}]");
    }

    /// <summary>A share with its interval.</summary>
    public static string Share(MeanInterval of)
    {
        ArgumentNullException.ThrowIfNull(of);
        return string.Create(CultureInfo.InvariantCulture, $"{of.Mean:0.000} [{of.Low:0.000}, {of.High:0.000}]");
    }

    /// <summary>Whether a proposal was good enough to be chosen.</summary>
    public static string Standing(DesignReport report, DesignProposal proposal)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(proposal);
        return proposal.Name == report.Chosen ? "chosen" : proposal.IsProven ? "holds" : report.Line is null ? "over budget" : "not proven";
    }

    /// <summary>What one rule does.</summary>
    public static string Effect(RuleEffect effect)
    {
        ArgumentNullException.ThrowIfNull(effect);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{effect.Rule}: {effect.Rows} rows, {(effect.Saves < 0 ? "adds" : "takes off")} {Math.Abs(effect.Saves):0.00%} of the reference's cost, changes quality there by {effect.Quality.Mean:+0.000;-0.000;0.000} [{effect.Quality.Low:+0.000;-0.000;0.000}, {effect.Quality.High:+0.000;-0.000;0.000}]: {(effect.Pays ? "pays" : "does not pay")}");
    }
}
