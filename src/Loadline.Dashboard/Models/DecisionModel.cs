using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Loadline.Core.Decisions;
using Loadline.Core.Ledger;
using Loadline.Core.Runtime;
using Loadline.Dashboard.Access;

namespace Loadline.Dashboard.Models;

/// <summary>One decision with everything that is known of it.</summary>
public sealed record DecisionModel
{
    private const int MostShown = 20_000;

    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required DecisionRecord Decision { get; init; }

    /// <summary>Gets the route as it is now; <see langword="null"/> where it is gone.</summary>
    public RouteSnapshot? Route { get; private init; }

    /// <summary>Gets a value indicating whether the route still decides as it did then.</summary>
    public bool IsSameRoute { get; private init; }

    /// <summary>Gets what was asked, as it came; <see langword="null"/>: not kept, or not to be shown.</summary>
    public string? Request { get; private init; }

    public string? Answer { get; private init; }

    /// <summary>Gets why content is not shown; empty where it is.</summary>
    public string WhyNoContent { get; private init; } = "";

    public IReadOnlyList<FeedbackRecord> Feedback { get; private init; } = [];

    public AuditRecord? Audit { get; private init; }

    internal static async Task<DecisionModel?> LoadAsync(
        DashboardQueries queries, RuntimeSnapshot snapshot, DashboardSession session, string id, CancellationToken cancellationToken)
    {
        if (!DecisionId.IsValid(id) || await queries.FindAsync(id, cancellationToken).ConfigureAwait(false) is not { } decision)
        {
            return null;
        }

        var route = snapshot.Find(decision.Route);
        var isStored = snapshot.Config.Storage.Content;
        var content = session.MaySeePrompts ? await queries.ContentAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return new DecisionModel
        {
            Decision = decision,
            Route = route,
            IsSameRoute = route?.Digest == decision.RouteDigest,
            Request = content is null ? null : Read(content.Request),
            Answer = content is null ? null : Read(content.Answer),
            WhyNoContent = content is not null ? ""
                : !session.MaySeePrompts ? "This key may not see prompts (made without --prompts)."
                : isStored ? "Nothing was kept of this request."
                : "Prompts and answers are not kept: storage.content is off.",
            Feedback = await queries.FeedbackAsync(id, cancellationToken).ConfigureAwait(false),
            Audit = await queries.AuditAsync(id, cancellationToken).ConfigureAwait(false),
        };
    }

    private static string Read(ReadOnlyMemory<byte> bytes)
    {
        var text = Readable(bytes);
        return text.Length <= MostShown ? text : $"{text[..MostShown]}\n… cut after {MostShown} of {text.Length} characters";
    }

    // JSON indented and without escapes that only machines need; anything else as it is.
    private static string Readable(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes);
            using var output = new MemoryStream();
            using (var writer = new Utf8JsonWriter(output, Indented))
            {
                json.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(output.GetBuffer(), 0, (int)output.Length);
        }
        catch (JsonException)
        {
            return Encoding.UTF8.GetString(bytes.Span);
        }
    }
}
