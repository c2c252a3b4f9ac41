namespace Loadline.Core.Signals.Language;

/// <summary>Guesses the natural language of a text.</summary>
/// <remarks>
/// <para>The script decides first. Latin, Cyrillic, Arabic and Devanagari then compare letter triples and common words with small
/// profiles (32 languages in Latin script, 14 in the others); every other script names its language.</para>
/// <para>The first 80 words or so are read, at most 1 KB of prose within the first 8 KB; fenced code, addresses, identifiers and
/// numbers are passed over. English gets a lead of 1.5 nats: short prompts of shared words are mostly English. Malay reads as
/// Indonesian, Bosnian and Serbian in Latin letters as Croatian, Nynorsk as Bokmål.</para>
/// <para>No allocation; time bounded by the cap. The first call builds the tables (milliseconds).</para>
/// </remarks>
public static class LanguageDetector
{
    private const int FewestFeatures = 4;
    private const float LeastLead = 0.5f; // nats
    private const float HalfSureLead = 4f; // nats at which the confidence is one half

    // English leads the seeds. A few words that several languages share are English far more often than not.
    private const int English = 0;
    private const short EnglishLead = (short)(1.5f * LanguageProfiles.UnitsPerNat);

    private static readonly LanguageProfiles Latin = new(LatinSeeds.All);
    private static readonly LanguageProfiles Others = new(OtherSeeds.All);

    /// <summary>Guesses the language of UTF-8 text; <see cref="LanguageGuess.None"/> where there is too little of it.</summary>
    public static LanguageGuess Detect(ReadOnlySpan<byte> utf8)
    {
        Span<int> letters = stackalloc int[Scripts.Count];
        letters.Clear();
        Span<ushort> features = stackalloc ushort[LanguageProfiles.MostFeatures];
        var count = LanguageText.Read(utf8, features, letters);
        var script = MainScript(letters, out var amount);
        return script switch
        {
            Script.None => LanguageGuess.None,
            Script.Latin => Compare(Latin, features[..count], 0, LatinSeeds.All.Length),
            Script.Cyrillic => Compare(Others, features[..count], 0, OtherSeeds.FirstArabic),
            Script.Arabic => Compare(Others, features[..count], OtherSeeds.FirstArabic, OtherSeeds.FirstDevanagari),
            Script.Devanagari => Compare(Others, features[..count], OtherSeeds.FirstDevanagari, OtherSeeds.All.Length),
            _ => new LanguageGuess(Scripts.LanguageOf(script), amount / (amount + 1f)),
        };
    }

    private static Script MainScript(ReadOnlySpan<int> letters, out int amount)
    {
        // A Han character is a syllable or a word; Japanese prose is kana between Han. Latin terms in other scripts are common,
        // the reverse is rare.
        var han = letters[(int)Script.Han];
        var kana = letters[(int)Script.Kana];
        var best = Script.None;
        var most = 0;
        for (var script = Script.Latin; (int)script < letters.Length; script++)
        {
            var weight = letters[(int)script] * WeightOf(script);
            (best, most) = weight > most ? (script, weight) : (best, most);
        }

        amount = letters[(int)best];
        return best == Script.Han && kana * 12 > han ? Script.Kana : best;
    }

    private static int WeightOf(Script script) => script switch
    {
        Script.Latin => 1,
        Script.Han or Script.Kana or Script.Hangul => 4,
        _ => 2,
    };

    private static LanguageGuess Compare(LanguageProfiles profiles, ReadOnlySpan<ushort> features, int first, int end)
    {
        if (features.Length < FewestFeatures)
        {
            return LanguageGuess.None;
        }

        Span<short> scores = stackalloc short[32];
        profiles.Score(features, scores);
        scores[English] += profiles == Latin ? EnglishLead : (short)0;
        var best = first;
        for (var language = first + 1; language < end; language++)
        {
            best = scores[language] > scores[best] ? language : best;
        }

        var second = short.MinValue;
        for (var language = first; language < end; language++)
        {
            second = language != best && scores[language] > second ? scores[language] : second;
        }

        var lead = (scores[best] - second) / (float)LanguageProfiles.UnitsPerNat;
        return scores[best] <= 0 || lead < LeastLead
            ? LanguageGuess.None
            : new LanguageGuess(profiles.CodeOf(best), lead / (lead + HalfSureLead));
    }
}
