using System.Net.Http.Headers;
using Loadline.Core.Checks;
using Loadline.Core.Decisions;
using Loadline.Core.Plans;
using Loadline.Core.Routing;
using Loadline.Gateway.Upstreams;
using Loadline.Gateway.Upstreams.Protocols;

namespace Loadline.Gateway.External;

/// <summary>Asks on behalf of checks: judging models, and services whose addresses the config names.</summary>
internal sealed class CheckAsker(ModelAsker models, UpstreamPool upstreams, TimeProvider time)
{
    private const int MostReplyBytes = 64 * 1024;

    /// <summary>Asks; never throws for what the other side does.</summary>
    public ValueTask<CheckCall> AskAsync(RoutingContext context, AskedCheck check, AnswerToCheck answer, CancellationToken cancellationToken) => check switch
    {
        JudgeCheck judge => JudgeAsync(context, judge, answer, cancellationToken),
        HttpCheck http => HttpAsync(context, http, answer, cancellationToken),
        _ => new(new CheckCall(AskedResult.Failed("nobody can be asked here"), null)),
    };

    private async ValueTask<CheckCall> JudgeAsync(RoutingContext context, JudgeCheck check, AnswerToCheck answer, CancellationToken cancellationToken)
    {
        if (models.Pick(context, check.Model) is not var (model, deployment))
        {
            return new CheckCall(AskedResult.Failed("the judge cannot be reached now"), null);
        }

        var body = CheckQuestion.WriteJudge(check, deployment, model, answer);
        var said = await models.AskAsync(model, deployment, body, check.Timeout, AttemptKinds.Judge, cancellationToken).ConfigureAwait(false);
        return new CheckCall(
            said.Error == RoutingError.None ? JudgePrompt.ReadGrade(CheckQuestion.ReadText(said.Reply)) : Problem("the judge", said.Error), said.Attempt);
    }

    // What a rule keeps in a place is not shown to a service of which nobody says where it is.
    private async ValueTask<CheckCall> HttpAsync(RoutingContext context, HttpCheck check, AnswerToCheck answer, CancellationToken cancellationToken)
    {
        if (context.Residency is not null)
        {
            return new CheckCall(AskedResult.Failed("the request may not leave " + context.Residency), null);
        }

        using var limit = new CancellationTokenSource(check.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, check.Url)
            {
                Content = new ConvertedContent(CheckQuestion.WriteHttp(answer)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            OutboundHeaders.Add(request.Headers, "Accept", "application/json");
            OutboundHeaders.Add(request.Headers, "User-Agent", "loadline");
            using var response = await upstreams.Plain.SendAsync(request, either.Token).ConfigureAwait(false);
            var reply = await BoundedReply.ReadAsync(response, MostReplyBytes, either.Token).ConfigureAwait(false);
            return new CheckCall(response.IsSuccessStatusCode ? CheckQuestion.ReadHttp(reply) : AskedResult.Failed($"the service answered {(int)response.StatusCode}"), null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new CheckCall(Problem("the service", RoutingError.UpstreamTimeout), null);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            return new CheckCall(Problem("the service", RoutingError.UpstreamConnect), null);
        }
    }

    private static AskedResult Problem(string who, RoutingError error) =>
        AskedResult.Failed(error == RoutingError.UpstreamTimeout ? who + " took too long" : $"{who} failed ({RoutingErrors.Name(error)})");
}
