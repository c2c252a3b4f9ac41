namespace Loadline.Core.Signals.Shape;

/// <summary>English words that mark politeness, constraints, reasoning, steps and quantities.</summary>
internal static partial class LexiconWords
{
    public static readonly (WordClass Word, string Words)[] Markers =
    [
        (WordClass.Greeting, """
            hi hello hey hiya howdy greetings thanks thx bye goodbye cheers yo sup thank_you good_morning good_evening good_night
            good_afternoon how_are what_up see_you nice_to take_care hola bonjour salut hallo danke moin merci gracias ciao servus tschuss
            guten_morgen guten_tag buenos_dias buenas_tardes bonne_journee
            """),
        (WordClass.SmallTalk, """
            lol haha hahaha ok okay yes no yeah yep nope cool nice great awesome sure wow hmm oh ah bored lonely sad happy tired feel
            feeling feelings love hate friend chat talk weekend favorite favourite sounds_good got_it no_problem i_love i_feel i_am i_m
            your_name you_like s_up you_real how_is are_you do_you tell_joke my_day about_yourself good_job well_done makes_sense
            never_mind myself crush mood wanna gonna
            """),
        (WordClass.TextNoun, """
            text article paragraph passage sentence sentences transcript review reviews document following below above message comment
            comments tweet post report essay email emails paper chapter abstract excerpt notes conversation thread feedback contract
            clause memo draft
            """),
        (WordClass.CodeKeyword, """
            def elif const printf println sprintf struct nullptr bool std cout cin endl fn impl lambda console async await void int float
            str foreach kwargs args stdin stdout stderr malloc sizeof typedef extern namespace func mut vec none null undefined typeof
            instanceof extends implements interface varchar groupby init self len nan ptr var tostring boolean char uint
            """),
        (WordClass.Constraint, """
            must exactly without only ensure least most limit limited constraint constraints requirement requirements avoid never always
            at_least at_most no_more no_less not_exceed should_not do_not within between maximum minimum strictly required mandatory each
            every unless except including exclude excluding specifically format following_format word_limit in_format such_that subject_to
            as_follows under_words handle handles guarantee satisfies satisfy compatible support
            """),
        (WordClass.ReasonMarker, """
            why because therefore hence thus suppose assume assuming given if whether implies imply implication explain justify prove
            proof derive reasoning rationale deduce infer cause causes consequence consequences likely best most_likely correct true false
            incorrect cannot contradiction if_then necessary sufficient despite although however nevertheless conclude consistent
            inconsistent compared relative statement statements which_of following_statements hypothetical contrary argues claims
            according versus difference differences relationship trade-off tradeoff tradeoffs optimal evaluate critique analyze analyse
            compare scenario morally presents findings successful prevail liable guilty counterargument would_be could_have step_by deeply
            rigorous how_should what_should who_should
            """),
        (WordClass.StepMarker, """
            first second third then next finally step steps after before afterwards also additionally lastly subsequently once stage phase
            phases part parts followed_by and_then as_well in_addition begin start later initially respectively furthermore
            """),
        (WordClass.Quantity, """
            many much total each twice half third quarter thrice double triple percent percentage remaining left per altogether cost costs
            price paid pay spend spent earn earns sold bought more less fewer times dozen average rate speed distance hours minutes days
            weeks months years miles meters kilometers feet inches pounds dollars cents gallons liters grams kilograms kg km cm mm mph
            hour minute mass velocity force pressure temperature density moles mol molar joules watts volts ohms acceleration height width
            length area volume radius ratio fraction value approximately equal equals amount number rest another profit discount tax
            interest initial
            """),
        (WordClass.Negation, "not except incorrect false none neither nor never least cannot nothing without isn aren doesn"),
        (WordClass.Filler, """
            task_is please pls plz can could would will you kindly now just i we need want wanna like to help me let us s d ll ve re m
            your task job hey hi hello ok okay so well dear assistant chatgpt claude gpt quickly carefully briefly then first next also
            finally step the user given bitte kannst du könntest peux tu pouvez vous pourriez puedes podrías por favor try going gonna
            have question go ahead once goal would_like
            """),
        (WordClass.Clause, "and then und et y dann puis luego or but after"),
    ];
}
