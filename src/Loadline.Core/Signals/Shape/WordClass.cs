namespace Loadline.Core.Signals.Shape;

/// <summary>What a word of the lexicon can mean to a classifier; a word may be of several classes.</summary>
/// <remarks>The value is the bit in a word's mask. Verbs come first: they are the ones that can lead a sentence.</remarks>
internal enum WordClass : byte
{
    Translate,
    Summarize,
    Rewrite,
    Classify,
    Extract,
    Program,
    Compose,

    /// <summary>"write", "make", "give": what they ask for is decided by their object.</summary>
    Produce,

    /// <summary>Of those, the ones that bring rather than make: "give", "show", "convert".</summary>
    Give,
    Calculate,
    Analyze,
    Act,
    Explain,
    Ask,

    /// <summary>"is", "does": asks only at the start of a sentence.</summary>
    AskAuxiliary,

    /// <summary>The last verb class is above; nouns that can be a verb's object follow.</summary>
    HumanLanguage,
    SummaryNoun,
    StyleNoun,
    LabelNoun,
    FieldNoun,
    CodeNoun,
    MathNoun,
    CreativeNoun,
    ReasonNoun,
    ActionNoun,
    AgentNoun,

    /// <summary>The last object class is above; markers follow.</summary>
    Greeting,
    SmallTalk,
    TextNoun,
    CodeKeyword,
    Constraint,
    ReasonMarker,
    StepMarker,
    Quantity,
    Negation,
    Common,

    /// <summary>Does not end the start of a sentence: "please", "could you".</summary>
    Filler,

    /// <summary>Opens a new clause that may be led by a verb: "and", "then".</summary>
    Clause,

    /// <summary>The first word of a phrase in the lexicon.</summary>
    PhraseHead,

    /// <summary>Marks an entry that is a phrase; it adds to the two words' own classes.</summary>
    Phrase,
    Count,
}
