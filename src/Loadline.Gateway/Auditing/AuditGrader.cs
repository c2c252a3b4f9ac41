using System.Text;
using Loadline.Core.Checks;
using Loadline.Core.Configuration;
using Loadline.Core.Facts;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Gateway.Endpoints;
using Loadline.Gateway.External;
using Loadline.Wire.Conversion;

namespace Loadline.Gateway.Auditing;

/// <summary>Grades one answer: by a check of the config, or by asking a model for a grade from 0 to 10.</summary>
internal sealed class AuditGrader(BackgroundCalls calls)
{
    // What is longer costs more than its grade is worth: the judge sees both ends.
    private const int MostShown = 24_000;

    // The name that the deployment is called by is put in when it is asked.
    private const string Unnamed = "judge";

    /// <summary>Says who grades, for records.</summary>
    public static string Name(AuditConfig audit) => audit.Grader ?? audit.Judge ?? "";

    /// <summary>Grades.</summary>
    /// <returns>A grade in [0,1] and what it cost, in USD; the grade is <see langword="null"/> where there is none.</returns>
    public async ValueTask<(double? Grade, decimal CostUsd)> GradeAsync(
        AuditConfig audit, RoutingContext context, string? residency, string model, string answer, string? stopReason, CancellationToken cancellationToken)
    {
        var prompt = Encoding.UTF8.GetString(context.Facts.Text().LastUser);
        var grader = audit.Grader is { } name ? context.Snapshot.Config.Graders.FirstOrDefault(one => one.Name == name) : null;
        if (grader?.Check is { } check)
        {
            return (check.Run(new AnswerToCheck(answer) { Prompt = prompt, Model = model, StopReason = stopReason }).Score, 0);
        }

        var judge = Array.Find(context.Snapshot.Candidates, candidate => candidate.Name == (audit.Judge ?? grader?.Model));
        return judge is null || !IsAtHome(context, judge) ? (null, 0)
            : await AskAsync(judge, audit.Rubric ?? grader?.Rubric, context, residency, prompt, answer, cancellationToken).ConfigureAwait(false);
    }

    // Prompts go to no provider that the route does not use anyway.
    private static bool IsAtHome(RoutingContext context, CandidateSnapshot judge) => Array.TrueForAll(
        judge.Deployments,
        deployment => Array.Exists(context.Route!.Candidates.All, candidate => Array.Exists(
            candidate.Deployments, used => used.Provider.Config.Name == deployment.Provider.Config.Name)));

    private async ValueTask<(double? Grade, decimal CostUsd)> AskAsync(
        CandidateSnapshot judge, string? rubric, RoutingContext context, string? residency, string prompt, string answer, CancellationToken cancellationToken)
    {
        var body = CheckQuestion.WriteJudge(Unnamed, null, rubric, prompt, answer, MostShown);
        var reply = await calls.AskAsync(context, judge, residency, new CallerTarget(RequestKind.Chat, Dialect.OpenAIChat), body, null, cancellationToken).ConfigureAwait(false);
        return (JudgePrompt.ReadGrade(reply?.Text) is { Problem: null } said ? said.Score : null, reply?.CostUsd ?? 0);
    }
}
