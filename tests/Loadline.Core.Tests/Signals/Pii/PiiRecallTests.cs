using System.Text;
using System.Text.Json;
using Loadline.Core.Signals.Pii;
using Loadline.Testing;
using Xunit.Abstractions;

namespace Loadline.Core.Tests.Signals.Pii;

/// <summary>Precision and recall by kind on labelled synthetic text; a match counts when it overlaps an entity of its kind.</summary>
public sealed class PiiRecallTests
{
    private static readonly Dictionary<string, PiiKinds> KindOf = new()
    {
        ["EMAIL_ADDRESS"] = PiiKinds.Email,
        ["PHONE_NUMBER"] = PiiKinds.Phone,
        ["CREDIT_CARD"] = PiiKinds.Card,
        ["IBAN_CODE"] = PiiKinds.Iban,
        ["IP_ADDRESS"] = PiiKinds.Ip,
        ["DOMAIN_NAME"] = PiiKinds.Url,
        ["US_SSN"] = PiiKinds.Ssn,
        ["DATE_TIME"] = PiiKinds.Date,
    };

    private readonly ITestOutputHelper _output;

    public PiiRecallTests(ITestOutputHelper output) => _output = output;

    [DataFact("prompts/pii.jsonl")]
    public void Scan_LabelledTexts_ReachesTheBars()
    {
        var tallies = KindOf.Values.ToDictionary(kind => kind, _ => new Tally());
        var bareDates = 0;
        foreach (var line in File.ReadLines(DataFolder.Path("prompts/pii.jsonl")))
        {
            bareDates += AddRow(JsonDocument.Parse(line).RootElement, tallies);
        }

        foreach (var (kind, t) in tallies)
        {
            _output.WriteLine($"{PiiNames.ToName(kind),-6} n = {t.Hits + t.Misses,3}  recall {t.Recall:F3}  precision {t.Precision:F3}");
            Assert.True(t.Recall >= 0.90, $"{kind}: recall {t.Recall:F3}");
            Assert.True(t.Precision >= 0.85, $"{kind}: precision {t.Precision:F3}");
        }

        _output.WriteLine($"left out: {bareDates} bare years and weekdays labelled DATE_TIME, which are no date to the detector");
    }

    private static int AddRow(JsonElement row, Dictionary<PiiKinds, Tally> tallies)
    {
        var (text, offsets) = ByCodePoint(row.GetProperty("text").GetString()!);
        var matches = new PiiMatch[64];
        var found = matches.AsSpan(0, PiiScanner.Scan(text, matches)).ToArray().ToList();
        var bareDates = 0;
        foreach (var entity in row.GetProperty("entities").EnumerateArray())
        {
            if (!KindOf.TryGetValue(entity.GetProperty("type").GetString()!, out var kind))
            {
                continue;
            }

            var (start, end) = (offsets[entity.GetProperty("start").GetInt32()], offsets[entity.GetProperty("end").GetInt32()]);
            if (kind == PiiKinds.Date && IsBare(text.AsSpan(start, end - start)))
            {
                bareDates++;
                continue;
            }

            var hit = found.RemoveAll(m => m.Kind == kind && m.Start < end && m.Start + m.Length > start) > 0;
            tallies[kind].Hits += hit ? 1 : 0;
            tallies[kind].Misses += hit ? 0 : 1;
        }

        found.ForEach(m => tallies[m.Kind].Wrong++);
        return bareDates;
    }

    // A date with a day has at least two numbers.
    private static bool IsBare(ReadOnlySpan<byte> date)
    {
        var numbers = 0;
        for (var i = 0; i < date.Length; i++)
        {
            numbers += char.IsAsciiDigit((char)date[i]) && (i == 0 || !char.IsAsciiDigit((char)date[i - 1])) ? 1 : 0;
        }

        return numbers < 2;
    }

    private static (byte[] Text, int[] Offsets) ByCodePoint(string text)
    {
        var offsets = new List<int> { 0 };
        foreach (var rune in text.EnumerateRunes())
        {
            offsets.Add(offsets[^1] + rune.Utf8SequenceLength);
        }

        return (Encoding.UTF8.GetBytes(text), [.. offsets]);
    }

    private sealed class Tally
    {
        public int Hits { get; set; }

        public int Misses { get; set; }

        public int Wrong { get; set; }

        public double Recall => Hits / (double)(Hits + Misses);

        public double Precision => Hits / (double)(Hits + Wrong);
    }
}
