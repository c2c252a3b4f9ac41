using System.Text;
using Loadline.Core.Ledger;
using Loadline.Core.Ledger.Features;
using Loadline.Core.Predictors;
using Loadline.Core.Tests.Support;
using Predicted = Loadline.Core.Predictors.FeatureVector;

namespace Loadline.Core.Tests.Ledger;

/// <summary>Features come out of their code as they went in, and nothing else is taken for them.</summary>
public sealed class FeatureCodeTests
{
    private const string Route = TestConfig.Head
        + "routes: { auto: { pool: [small, large], reference: large, mode: enforce, quality: uncertified, policy: cheapest, features: WISH } }\n";

    public static TheoryData<string> Texts =>
    [
        "", "a", "Hello there, how are you?", "下面关于这个问题的说法正确的是",
        string.Concat(Enumerable.Range(0, 3000).Select(i => $"word{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}{(char)('a' + (i / 676))} ")),
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Decode_WhatWasEncoded_IsTheSame(string text)
    {
        var features = Extract(text);
        var code = FeatureCode.Encode(features);
        var back = Extract("something else that must be forgotten");
        FeatureCode.Decode(code, back);

        Assert.Equal(features.Words.ToArray().Order(), back.Words.ToArray());
        Assert.Equal(features.Grams.ToArray().Order(), back.Grams.ToArray());
        for (var i = 0; i < FeatureSchema.Dense; i++)
        {
            Assert.Equal(features.Dense[i], back.Dense[i], Math.Abs(features.Dense[i]) / 1000);
        }

        Assert.InRange(code.Length, 1, FeatureCode.MostBytes);
        Assert.Equal(FeatureSchema.Version, FeatureCode.SchemaOf(code));
    }

    [Fact]
    public void Decode_DamagedCode_ThrowsAndNeverAnythingElse()
    {
        var code = FeatureCode.Encode(Extract("Explain to me, step by step, how photosynthesis works in 3 sentences."));
        var random = new Random(7);
        var into = new Predicted();
        var refused = 0;
        for (var i = 0; i < 5000; i++)
        {
            var damaged = code[..random.Next(1, code.Length + 1)];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                FeatureCode.Decode(damaged, into);
                Assert.All(into.Words.ToArray(), bucket => Assert.InRange(bucket, 0, FeatureSchema.Buckets - 1));
            }
            catch (FormatException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 4000, 5000);
    }

    [Fact]
    public void Decode_OtherSchema_SaysWhichVersions()
    {
        var code = FeatureCode.Encode(Extract("text"));
        code[0] = FeatureSchema.Version + 1;

        var error = Assert.Throws<FormatException>(() => FeatureCode.Decode(code, new Predicted()));
        Assert.Contains($"version {FeatureSchema.Version + 1}; this Loadline reads version {FeatureSchema.Version}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_PlainQuestion_IsSmall()
        => Assert.InRange(FeatureCode.Encode(Extract(string.Join(' ', Enumerable.Repeat("A train leaves at noon and runs for three hours.", 6)))).Length, 50, 400);

    [Fact]
    public void Decision_RouteKeepsFeatures_RecordHasThemBehindTheSignals()
    {
        const string Text = "What is the capital of France?";
        var features = Record(Route.Replace("WISH", "keep", StringComparison.Ordinal), Text).Features;

        Assert.Equal(SignalFeatures.WithPredictorsVersion, features.SchemaVersion);
        var back = new Predicted();
        FeatureCode.Decode(SignalFeatures.OfPredictors(features).Span, back);
        Assert.Equal(Extract(Text).Words.ToArray().Order(), back.Words.ToArray());
    }

    [Fact]
    public void Decision_RouteDoesNot_RecordHasSignalsAlone()
    {
        var features = Record(Route.Replace("WISH", "off", StringComparison.Ordinal), "What is the capital of France?").Features;

        Assert.Equal((SignalFeatures.SchemaVersion, SignalFeatures.Length), (features.SchemaVersion, features.Data.Length));
        Assert.True(SignalFeatures.OfPredictors(features).IsEmpty);
    }

    [Fact]
    public void Decision_MoreThanTheRouteKeepsASecond_OnlyGradedOnesHaveThem()
    {
        var context = TestConfig.Decide(Route.Replace("WISH", "1", StringComparison.Ordinal), TestRequest.Chat("What is the capital of France?"));
        var time = new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);
        bool Has(int seconds, Decisions.FeatureDemand demand) => !SignalFeatures.OfPredictors(new Decisions.FinishedDecision(
            context, new Decisions.FinishedRequest { Id = "", Time = time.AddSeconds(seconds), Served = -1, Attempts = [] }, demand).ToRecord().Features).IsEmpty;

        Assert.Equal(61, Enumerable.Range(0, 80).Count(_ => Has(0, Decisions.FeatureDemand.AsTheRouteSays)));
        Assert.True(Has(0, Decisions.FeatureDemand.Graded));
        Assert.False(Has(0, Decisions.FeatureDemand.None));
        Assert.True(Has(1, Decisions.FeatureDemand.AsTheRouteSays));
    }

    private static Decisions.DecisionRecord Record(string config, string text) =>
        new Decisions.FinishedDecision(
            TestConfig.Decide(config, TestRequest.Chat(text)),
            new Decisions.FinishedRequest { Id = "", Time = default, Served = -1, Attempts = [] }).ToRecord();

    private static Predicted Extract(string text)
    {
        var vector = new Predicted();
        var bytes = Encoding.UTF8.GetBytes(text);
        FeatureExtractor.Extract(bytes, ConversationFacts.SingleMessage(bytes.Length), vector);
        return vector;
    }
}
