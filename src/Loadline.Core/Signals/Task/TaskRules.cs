using Loadline.Core.Signals.Shape;

namespace Loadline.Core.Signals;

/// <summary>The rules of <see cref="TaskClassifier"/> over one text.</summary>
internal static class TaskRules
{
    public static void Apply(in TextShape shape, ref TaskScores scores)
    {
        var code = CodeDetector.Score(shape);
        var math = MathDetector.Score(shape);
        Clauses(shape, 1f, code, math, ref scores);
        Content(shape, code, math, ref scores);
        Question(shape, code, math, ref scores);
        Chat(shape, code, math, ref scores);
    }

    /// <summary>The opening of a system prompt: only commands count, and less than the user's own.</summary>
    public static void ApplySystem(in TextShape prompt, ref TaskScores scores)
    {
        Clauses(prompt, 0.8f, CodeDetector.Score(prompt), 0, ref scores);
        Anywhere(prompt, 0.5f, ref scores);
    }

    private static void Clauses(in TextShape shape, float weight, float code, float math, ref TaskScores scores)
    {
        Clause(shape.Leading, weight, code, math, ref scores);
        if (shape.Closing != shape.Leading)
        {
            // A question that sets the scene leaves the say to the command at the end: "Is it ever right to lie? Discuss."
            var asked = (shape.Leading.Lead & ~WordClasses.Questions) == 0;
            Clause(shape.Closing, (asked ? 1f : 0.6f) * weight, code, math, ref scores);
        }
    }

    private static void Clause(in Clause clause, float weight, float code, float math, ref TaskScores scores)
    {
        var lead = clause.Lead;
        var about = clause.Object;
        scores.Add(TaskKind.Translate, lead.Has(WordClass.Translate) ? weight * TranslateWeight(clause) : 0);
        scores.Add(TaskKind.Code, lead.Has(WordClass.Translate) && about.Has(WordClass.CodeNoun) ? 2.5f * weight : 0);
        scores.Add(TaskKind.Summarize, lead.Has(WordClass.Summarize) ? 5f * weight : 0);
        scores.Add(TaskKind.Rewrite, lead.Has(WordClass.Rewrite) ? (code > 0.6f ? 1f : 3.5f) * weight : 0);
        scores.Add(TaskKind.Summarize, lead.Has(WordClass.Rewrite) && clause.All.Has(WordClass.SummaryNoun) ? 3f * weight : 0);
        scores.Add(TaskKind.Classify, lead.Has(WordClass.Classify) ? 4f * weight : 0);
        scores.Add(TaskKind.Extract, lead.Has(WordClass.Extract) ? 4.5f * weight : 0);
        scores.Add(TaskKind.Code, lead.Has(WordClass.Program) ? 3f * weight : 0);
        scores.Add(TaskKind.Create, lead.Has(WordClass.Compose) ? 4f * weight : 0);
        scores.Add(TaskKind.Math, lead.Has(WordClass.Calculate) ? ((3f * math) + 1f) * weight : 0);
        scores.Add(TaskKind.Reason, lead.Has(WordClass.Analyze) ? 3f * weight : 0);
        scores.Add(TaskKind.Question, lead.Has(WordClass.Explain) ? 2f * weight : 0);
        scores.Add(TaskKind.Create, lead.Has(WordClass.Explain) && about.Has(WordClass.CreativeNoun) ? 2.5f * weight : 0);
        scores.Add(TaskKind.Code, lead.Has(WordClass.Explain) ? 2.5f * code * weight : 0);
        if (lead.Has(WordClass.Produce) || (lead & ~WordClasses.Questions) == 0)
        {
            var commanded = lead.Has(WordClass.Produce);
            scores.Add(TaskKind.Create, commanded && !lead.Has(WordClass.Give) ? (about == 0 ? 1.6f : 1f) * weight : 0);
            Produced(about, commanded ? weight : 0.8f * weight, commanded, ref scores);
        }
    }

    private static float TranslateWeight(in Clause clause)
        => clause.Object.Has(WordClass.CodeNoun) && !clause.All.Has(WordClass.HumanLanguage) ? 2f : 5.5f;

    /// <summary>"Write ...", "give me ...": the object says what.</summary>
    private static void Produced(ulong about, float weight, bool commanded, ref TaskScores scores)
    {
        scores.Add(TaskKind.Code, about.Has(WordClass.CodeNoun) ? 4f * weight : 0);
        scores.Add(TaskKind.Create, about.Has(WordClass.CreativeNoun) && commanded ? 4f * weight : 0);
        scores.Add(TaskKind.Summarize, about.Has(WordClass.SummaryNoun) ? 4.5f * weight : 0);
        scores.Add(TaskKind.Translate, about.Has(WordClass.HumanLanguage) ? 1.5f * weight : 0);
        scores.Add(TaskKind.Reason, about.Has(WordClass.ReasonNoun) ? 4f * weight : 0);
        scores.Add(TaskKind.Classify, about.Has(WordClass.LabelNoun) ? 2.5f * weight : 0);
        scores.Add(TaskKind.Rewrite, about.Has(WordClass.StyleNoun) ? 3f * weight : 0);
        scores.Add(TaskKind.Extract, about.Has(WordClass.FieldNoun) ? 2f * weight : 0);
    }

    /// <summary>What the opening and closing sentences mention, whoever does it.</summary>
    private static void Content(in TextShape shape, float code, float math, ref TaskScores scores)
    {
        Anywhere(shape, 1f, ref scores);
        var titled = shape.Leading.Lead == 0 && shape.QuestionMarks == 0 && shape.Opening.All.Has(WordClass.CreativeNoun);
        scores.Add(TaskKind.Create, titled ? 2f : 0);
        scores.Add(TaskKind.Code, 3.2f * code);
        scores.Add(TaskKind.Math, 3.4f * math);
        scores.Add(TaskKind.Math, Asks(shape) && shape.Of(WordClass.MathNoun) + Math.Min(1, shape.Numbers) >= 2 ? 1.8f : 0);
        scores.Add(TaskKind.Math, shape.Numbers >= 3 && shape.QuestionMarks > 0 && shape.Words < 150 ? 0.9f : 0);
        scores.Add(TaskKind.Math, Asks(shape) && shape.Numbers >= 2 && shape.Words <= 10 ? 1.5f : 0);
        scores.Add(TaskKind.Reason, Math.Min(1.5f, 0.5f * shape.Of(WordClass.ReasonNoun)));
        scores.Add(TaskKind.Reason, Math.Min(1.6f, 0.3f * shape.Of(WordClass.ReasonMarker)));
        scores.Add(TaskKind.Reason, shape.Options >= 3 ? 0.8f : 0);
    }

    private static void Anywhere(in TextShape shape, float weight, ref TaskScores scores)
    {
        var said = shape.Opening.All | shape.Closing.All;
        scores.Add(TaskKind.Translate, said.Has(WordClass.Translate) ? 1.5f * weight : 0);
        scores.Add(TaskKind.Translate, said.Has(WordClass.Translate) && said.Has(WordClass.HumanLanguage) ? 1.5f * weight : 0);
        scores.Add(TaskKind.Translate, said.Has(WordClass.HumanLanguage) && shape.Leading.Lead == 0 ? 2f * weight : 0);
        scores.Add(TaskKind.Summarize, said.Has(WordClass.SummaryNoun) ? 1.8f * weight : 0);
        scores.Add(TaskKind.Summarize, said.Has(WordClass.Summarize) ? 1.2f * weight : 0);
        scores.Add(TaskKind.Classify, said.Has(WordClass.LabelNoun) ? 1.3f * weight : 0);
        scores.Add(TaskKind.Classify, said.Has(WordClass.Classify) ? 0.5f * weight : 0);
        scores.Add(TaskKind.Extract, said.Has(WordClass.FieldNoun) ? 0.9f * weight : 0);
        scores.Add(TaskKind.Extract, said.Has(WordClass.Extract) ? 1f * weight : 0);
        scores.Add(TaskKind.Rewrite, said.Has(WordClass.StyleNoun) ? 1.3f * weight : 0);
        scores.Add(TaskKind.Rewrite, said.Has(WordClass.Rewrite) && said.Has(WordClass.TextNoun) ? 1f * weight : 0);
        scores.Add(TaskKind.Create, said.Has(WordClass.CreativeNoun) ? 0.7f * weight : 0);
    }

    private static bool Asks(in TextShape shape) => ((shape.Opening.Lead | shape.Closing.Lead) & WordClasses.Questions) != 0;

    private static void Question(in TextShape shape, float code, float math, ref TaskScores scores)
    {
        var asks = Asks(shape);
        var score = (asks ? 1.6f : 0f) + (shape.QuestionMarks > 0 ? 1.2f : 0f) + (shape.Options >= 2 ? 0.6f : 0f);
        score += (shape.Opening.Lead | shape.Closing.Lead).Has(WordClass.Ask) ? 0.5f : 0f;
        scores.Add(TaskKind.Question, score * (1 - (0.5f * Math.Max(code, math))));
    }

    /// <summary>Greetings and talk about oneself; also the least that every text gets, so that one which says nothing is chat.</summary>
    private static void Chat(in TextShape shape, float code, float math, ref TaskScores scores)
    {
        var words = shape.Words + 2f;
        var social = (2f * shape.Of(WordClass.Greeting)) + shape.Of(WordClass.SmallTalk);
        var density = Math.Min(1f, social * 1.5f / words);
        scores.Add(TaskKind.Chat, 0.9f + (4f * density));
        scores.Add(TaskKind.Chat, shape.Words <= 4 && shape.QuestionMarks == 0 && shape.Leading.Lead == 0 && shape.KnownWords > 0 ? 0.8f : 0);
        // In a language that the lexicon cannot read, a text of some length is more likely a request than a chat.
        var unread = shape.Words >= 4 && shape.KnownWords * 10 < shape.Words;
        scores.Add(TaskKind.Question, unread ? 1f : 0);
        scores.Add(TaskKind.Chat, -1.5f * Math.Max(code, math));
    }
}
