using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Keys;
using Loadline.Core.Ledger;
using Loadline.Gateway.Access;
using Loadline.Gateway.Decisions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Loadline.Gateway.Endpoints;

/// <summary>Where callers and graders say what an answer was worth.</summary>
internal static class FeedbackEndpoint
{
    private const int MostBytes = 64 * 1024;
    private const int MostSource = 64;
    private const int MostComment = 4_000;

    public static void Map(RouteGroupBuilder group) => group.MapPost("/feedback", TakeAsync).WithName("feedback").WithSummary("Takes a judgement of an answer")
        .Accepts<FeedbackRequest>("application/json")
        .WithDescription("`score` in [0,1] or a `label`. Sent again, it changes nothing; a later one of the same source takes its place. Late ones are welcome as long as the decision is kept.").Needs(AccessLevel.Judge);

    private static async Task<Results<Ok<FeedbackReply>, BadRequest<ErrorEnvelope>, NotFound<ErrorEnvelope>, JsonHttpResult<ErrorEnvelope>>> TakeAsync(
        HttpContext http, FeedbackService feedback, DecisionQueries queries, LedgerWriter ledger, CancellationToken cancellationToken)
    {
        var request = await ReadAsync(http.Request, cancellationToken).ConfigureAwait(false);
        if ((request is null ? "Send a JSON object of at most 64 KB: {\"decision\": \"…\", \"score\": 1}." : Problem(request)) is { } problem)
        {
            return TypedResults.BadRequest(ErrorEnvelope.Create("invalid_feedback", problem));
        }

        if (http.Items[AccessFilter.KeyItem] is ApiKey { Role: KeyRole.Caller } key
            && (await queries.FindAsync(request!.Decision!, cancellationToken).ConfigureAwait(false))?.Caller != (ledger.Identities is { } identities ? IdentityHasher.ToText(identities.Hash(key.Subject)) : ""))
        {
            // The same as for one that does not exist: whose it is, is nobody's business.
            return NotFound(request);
        }

        var quality = request!.Score ?? FeedbackLabels.Quality(request.Label!)!.Value;
        var outcome = await feedback.TakeAsync(request.Decision!, quality, request.Source ?? "user", request.Comment, cancellationToken).ConfigureAwait(false);
        return outcome.Status switch
        {
            FeedbackStatus.Unknown => NotFound(request),
            FeedbackStatus.Unavailable => TypedResults.Json(
                ErrorEnvelope.Create("ledger_unavailable", "The ledger cannot be written now; send it again later. GET /healthz says why."),
                GatewayJsonContext.Default.ErrorEnvelope,
                statusCode: StatusCodes.Status503ServiceUnavailable),
            _ => TypedResults.Ok(new FeedbackReply(request.Decision!, quality, request.Source ?? "user", outcome.Status == FeedbackStatus.Unchanged, outcome.IsLearned)),
        };
    }

    private static NotFound<ErrorEnvelope> NotFound(FeedbackRequest request) => TypedResults.NotFound(ErrorEnvelope.Create(
        "decision_not_found", $"No decision '{request.Decision}' is kept. The id is the x-loadline-decision header; storage.keep says how long they stay."));

    // Read here and not by the framework, so that whoever has no key learns nothing but that.
    private static async ValueTask<FeedbackRequest?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MostBytes)
        {
            return null;
        }

        try
        {
            var read = await request.BodyReader.ReadAtLeastAsync(MostBytes + 1, cancellationToken).ConfigureAwait(false);
            var body = read.Buffer.Length <= MostBytes ? read.Buffer.ToArray() : [];
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return JsonSerializer.Deserialize(body, GatewayJsonContext.Default.FeedbackRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Problem(FeedbackRequest request) =>
        request.Decision is null || !DecisionId.IsValid(request.Decision) ? "`decision` must be the x-loadline-decision header of the answer: 26 characters."
        : request.Score is null == request.Label is null ? "Write either `score`, a number from 0 to 1, or `label`, one of " + string.Join(", ", FeedbackLabels.Names) + "."
        : request.Score is not (null or (>= 0 and <= 1)) ? "`score` must be a number from 0 to 1."
        : request.Label is not null && FeedbackLabels.Quality(request.Label) is null ? "`label` must be one of " + string.Join(", ", FeedbackLabels.Names) + "."
        : request.Source is { Length: 0 or > MostSource } ? "`source` must have from 1 to 64 characters."
        : request.Comment is { Length: > MostComment } ? "`comment` must have at most 4000 characters."
        : null;
}

/// <summary>A judgement.</summary>
internal sealed record FeedbackRequest
{
    [Description("The x-loadline-decision header of the answer")]
    public string? Decision { get; init; }

    [Description("From 0 to 1; this or a label")]
    public double? Score { get; init; }

    [Description("good, bad or neutral; up, down; accepted, rejected")]
    public string? Label { get; init; }

    [Description("Who judges: one judgement of each source counts. Default: user")]
    public string? Source { get; init; }

    [Description("At most 4,000 characters; kept beside the judgement")]
    public string? Comment { get; init; }
}

/// <summary>What became of a judgement.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Quality">What it was taken for, in [0,1].</param>
/// <param name="Source">Who judged.</param>
/// <param name="Unchanged">Whether the same had been said before.</param>
/// <param name="Learned">Whether the policy that decided learns from feedback, and did.</param>
internal sealed record FeedbackReply(string Decision, double Quality, string Source, bool Unchanged, bool Learned);
