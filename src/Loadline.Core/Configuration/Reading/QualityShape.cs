using System.Text.Json;
using Loadline.Core.Quality;
using Loadline.Core.Signals;

namespace Loadline.Core.Configuration.Reading;

/// <summary><c>quality: { keep: 0.95, lose: 5%, confidence: 0.95 }</c>, or <c>quality: uncertified</c>.</summary>
internal sealed class QualityShape : Shape<QualityDraft>
{
    private static readonly ChoiceShape<bool> Word = new("a quality line", [("uncertified", true)]);

    private static readonly SectionShape<QualityDraft> Line = new(
        "a quality line",
        "`{ keep: 0.95, lose: 5%, confidence: 0.95 }`, or `uncertified`",
        () => new QualityDraft(),
        [
            new Key<QualityDraft, double>(
                "keep",
                new ShareShape(),
                "The least share of the reference's mean quality; 0.95 where `lose` is left out, too.",
                (draft, keep, _) => draft.Keep = keep),
            new Key<QualityDraft, double>(
                "lose",
                new ShareShape(),
                "The largest share of requests that the reference had right and that were served worse.",
                (draft, lose, _) => draft.Lose = lose),
            new Key<QualityDraft, double>(
                "confidence",
                new ShareShape(),
                "The probability with which a certificate is right; 0.95 by default.",
                (draft, confidence, _) => draft.Confidence = confidence),
            new Key<QualityDraft, SegmentKind>(
                "segments",
                new ChoiceShape<SegmentKind>(
                    "what the traffic is told apart by",
                    [
                        ("task", SegmentKind.Task), ("domain", SegmentKind.Domain), ("language", SegmentKind.Language), ("length", SegmentKind.Length),
                        ("tenant", SegmentKind.Tenant),
                    ]),
                "The line is to hold in each segment of this kind, not only on the mean over all; segments without a proof go to the reference. `tenant`: the team of the caller's key.",
                (draft, kind, _) => draft.Segments = kind),
            new Key<QualityDraft, string>(
                "certificate",
                new PathShape("the file that `loadline certify` wrote", "`auto.certificate.json`"),
                "The certificate that lets the route enforce; from this file's own folder where it is not absolute. Default: ROUTE.certificate.json.",
                (draft, path, _) => draft.Certificate = path),
        ]);

    public override void Describe(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        Word.Describe(json);
        json.WriteEndObject();
        json.WriteStartObject();
        Line.Describe(json);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    public override bool TryRead(ReadScope scope, ConfigNode node, out QualityDraft value)
    {
        if (node.Kind != ConfigNodeKind.Mapping)
        {
            value = new QualityDraft();
            return Word.TryRead(scope, node, out _);
        }

        return Line.TryRead(scope, node, out value) && Finish(scope, node, value);
    }

    // 0 and 1 are shares, but no lines: nothing or only certainty would prove them.
    private static bool Finish(ReadScope scope, ConfigNode node, QualityDraft draft)
    {
        if (draft.Keep is 0 || draft.Lose is 0 or 1)
        {
            scope.Error(node, draft.Keep is 0 ? "`keep` is above 0" : "`lose` is between 0 and 1", "Write `keep: 0.95`, or `lose: 5%`.");
            return false;
        }

        if (draft.Confidence is < 0.5 or > 0.9999)
        {
            scope.Error(node, "`confidence` is from 0.5 to 0.9999", "Write `confidence: 0.95`.");
            return false;
        }

        draft.Line = new QualityLine(draft.Keep ?? (draft.Lose is null ? QualityLine.DefaultKeep : null), draft.Lose, draft.Confidence) { By = draft.Segments };
        return true;
    }
}
