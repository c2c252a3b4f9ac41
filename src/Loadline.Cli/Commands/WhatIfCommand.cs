using System.CommandLine;
using Loadline.Cli.Ledger;
using Loadline.Cli.Output;
using Loadline.Core.Ledger;
using Loadline.Learning.Certification;
using Loadline.Learning.Reports;
using Loadline.Learning.WhatIf;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline whatif</c>: what another config would have done with a ledger's requests.</summary>
internal static class WhatIfCommand
{
    public static Command Create()
    {
        var ledger = new Option<string>("--ledger") { Description = "The ledger file.", DefaultValueFactory = _ => "loadline.db" };
        var config = new Option<string>("--config") { Description = "The other config.", Required = true };
        var route = new Option<string>("--route") { Description = "The route.", DefaultValueFactory = _ => "auto" };
        var from = new Option<string?>("--from") { Description = $"The earliest arrival: {LedgerTime.Forms}." };
        var to = new Option<string?>("--to") { Description = "The latest arrival, excluded; as --from." };
        var rewards = new Option<string?>("--rewards") { Description = "Whose grades: audits or feedback. Default: audits where there are any." };
        rewards.AcceptOnlyFromAmong("audits", "feedback");
        var source = new Option<string?>("--feedback") { Description = "Count feedback of this source only. Default: the mean of all sources." };
        var confidence = new Option<double>("--confidence") { Description = "Of the intervals.", DefaultValueFactory = _ => 0.95 };
        confidence.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<double>() is not (> 0 and < 1))
            {
                result.AddError("--confidence takes a share above 0 and below 1, like 0.95.");
            }
        });
        var json = JsonOption.Create();
        var command = new Command("whatif", "Estimate from a ledger what another config would have got and cost; refuses where the log cannot tell.")
        {
            ledger, config, route, from, to, rewards, source, confidence, json,
        };
        command.SetAction((parsed, cancellationToken) => OutcomesCommand.GuardAsync(() => RunAsync(
            parsed.GetValue(ledger)!,
            parsed.GetValue(config)!,
            parsed.GetValue(route)!,
            new LedgerFilter
            {
                From = LedgerOptions.Time("--from", parsed.GetValue(from)),
                To = LedgerOptions.Time("--to", parsed.GetValue(to)),
                Route = parsed.GetValue(route),
            },
            parsed.GetValue(rewards),
            parsed.GetValue(source),
            parsed.GetValue(confidence),
            parsed.GetValue(json),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string file, string configPath, string route, LedgerFilter filter, string? kind, string? source, double confidence, bool json, CancellationToken cancellationToken)
    {
        var config = Configs.Load(configPath);
        await using var opened = await LedgerOptions.OpenExistingAsync(file, cancellationToken).ConfigureAwait(false);
        var ledger = opened.Ledger;
        WhatIfReport report;
        try
        {
            report = await new WhatIfRun(ledger, await RewardsAsync(ledger, filter, kind, source, cancellationToken).ConfigureAwait(false))
                .RunAsync(config, route, filter, confidence, cancellationToken).ConfigureAwait(false);
        }
        catch (CertifyException error)
        {
            throw new UserError(error.Message);
        }

        if (report.Used == 0)
        {
            throw new UserError(
                $"No decision of route {route} can be decided again: {report.Read} read, {report.Failed} without an answer, {report.Unreadable} without the text or signals that {Path.GetFileName(configPath)} asks for. "
                + "`storage: { content: on }` keeps the text.");
        }

        if (json)
        {
            Console.WriteLine(WhatIfJson.Write(report));
        }
        else
        {
            WhatIfWriter.Write(report);
        }

        return report.Quality.Refusals.Count + report.Cost.Refusals.Count > 0 ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static async Task<IRewardSource> RewardsAsync(ILedger ledger, LedgerFilter filter, string? kind, string? source, CancellationToken cancellationToken)
    {
        var audits = await AuditRewards.ReadAsync(ledger, filter, cancellationToken).ConfigureAwait(false);
        return kind == "audits" || (kind is null && source is null && audits.Count > 0) ? audits : new FeedbackRewards(ledger, source);
    }
}
