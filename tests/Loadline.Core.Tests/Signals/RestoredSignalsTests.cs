using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Signals;

namespace Loadline.Core.Tests.Signals;

/// <summary>Signals of a ledger row stand in for the text that nobody kept, and what they lack is noticed.</summary>
public sealed class RestoredSignalsTests
{
    private static readonly SignalsRecord Record = new()
    {
        Tokens = 321,
        Turns = 2,
        Language = "de",
        Task = "math",
        Complexity = 0.625,
        Pii = ["ssn"],
        Tools = 3,
        Priority = "batch",
    };

    [Fact]
    public void ToValues_OfARecord_GivesTheSameRecordBack()
    {
        var back = SignalsRecord.Create(Record.ToValues());
        Assert.Equal(
            (Record.Tokens, Record.Turns, Record.Language, Record.Task, Record.Complexity, Record.Tools, Record.Priority),
            (back.Tokens, back.Turns, back.Language, back.Task, back.Complexity, back.Tools, back.Priority));
        Assert.Equal(Record.Pii, back.Pii);
        Assert.Null(back.Domain);
    }

    [Fact]
    public void Restore_KnownSignals_NeedNoText_OthersMissIt()
    {
        var facts = new RequestFacts();
        facts.Reset(default);
        facts.HasNoText = true;
        var signals = new RequestSignals();
        signals.Reset(facts);
        signals.Restore(Record.ToValues(), null);
        Assert.Equal((321, "de", TaskKind.Math, 0.625f), (signals.Tokens, signals.Language.Code, signals.Task.Kind, signals.Complexity.Score));
        Assert.False(facts.MissedText);
        _ = signals.Domain;
        Assert.True(facts.MissedText);
        facts.Reset(default);
        Assert.False(facts.MissedText);
    }
}
