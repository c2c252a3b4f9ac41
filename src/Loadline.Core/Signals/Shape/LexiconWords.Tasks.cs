namespace Loadline.Core.Signals.Shape;

/// <summary>English words that say what is asked for.</summary>
internal static partial class LexiconWords
{
    public static readonly (WordClass Word, string Words)[] TaskVerbs =
    [
        (WordClass.Translate, """
            translate translating translated translation translations localize localise transliterate say_in how_say you_say
            """),
        (WordClass.Summarize, """
            summarize summarise summarizing summarising summarized condense recap tldr digest abridge sum_up boil_down shorten_into
            """),
        (WordClass.Rewrite, """
            rewrite rewriting rephrase rephrasing reword paraphrase rewrite_it proofread polish reformulate restate edit revise simplify
            shorten improve correct formalize soften tighten clean_up fix_grammar make_this make_my reformat expand_on
            """),
        (WordClass.Classify, """
            assign_a assign_each rate_the sort_these classify categorize categorise label tag classifying classification triage sort_into
            moderate sort determine_whether determine_if detect_whether which_category
            """),
        (WordClass.Extract, """
            extract extracting extraction parse pull_out pull_all identify_all find_all list_all list_every pick_out get_all retrieve_all
            """),
        (WordClass.Program, """
            implement implementing refactor refactoring debug debugging code program compile deploy unit-test vectorize dockerize
            containerize port_this optimize optimise instrument
            """),
        (WordClass.Compose, """
            simulate act_as write_story compose brainstorm imagine invent roleplay pretend narrate pitch come_up rap sing
            """),
        (WordClass.Produce, """
            write create make generate give produce build design draft develop provide prepare craft show suggest propose devise formulate
            convert turn fix add complete finish construct return output rewrite continue
            """),
        (WordClass.Give, "give show provide suggest propose convert turn fix add complete finish return output make"),
        (WordClass.Calculate, """
            calculate compute solve integrate differentiate simplify factor factorize estimate multiply divide subtract evaluate
            approximate determine maximize minimize find expand
            """),
        (WordClass.Analyze, """
            prove analyze analyse analyzing compare contrast assess critique argue derive justify evaluate deduce plan recommend advise
            diagnose decide weigh disprove infer reason debate examine investigate discuss reconcile interpret predict refute hypothesize
            think_through work_through walk_me figure_out make_case
            """),
        (WordClass.Act, """
            search book schedule send fetch check call set remind play open order cancel buy delete update run look_up look_for turn_on
            turn_off reserve transfer pay email post upload download browse navigate google query ping restart text reschedule subscribe
            turn_up turn_down add_to find_me find_out get_me remove invite create_event create_ticket create_reminder track notify
            """),
        (WordClass.Explain, """
            explain describe define tell list name outline elaborate clarify illustrate teach summarize_what show_how introduce mention
            state
            """),
        (WordClass.Ask, "what who whom whose when where why how which whats"),
        (WordClass.AskAuxiliary, """
            is are was were do does did has have should am isn aren doesn don didn may might must had any can could would will
            """),
    ];

    public static readonly (WordClass Word, string Words)[] TaskNouns =
    [
        (WordClass.HumanLanguage, """
            english french german spanish italian portuguese dutch swedish norwegian danish finnish polish czech russian ukrainian turkish
            greek arabic hebrew persian farsi hindi urdu bengali tamil telugu chinese mandarin cantonese japanese korean vietnamese thai
            indonesian malay swahili latin hungarian romanian bulgarian croatian serbian catalan icelandic welsh irish
            """),
        (WordClass.SummaryNoun, """
            tl summary summaries recap gist synopsis takeaway takeaways tldr highlights minutes key_points main_points bullet_points
            main_ideas executive_summary main_findings one_sentence few_sentences three_sentences two_sentences
            """),
        (WordClass.StyleNoun, """
            tone grammar formal informal concise wording spelling typo typos shorter clearer polite politer professional professionally
            casual fluent readable plain punctuation friendlier style phrasing voice simpler simple_english plain_english nicer
            """),
        (WordClass.LabelNoun, """
            sentiment category categories label labels spam intent intents positive negative neutral topic urgency toxic toxicity
            sarcastic hateful offensive relevant irrelevant phishing ham priority true_or yes_or is_spam sentiment_of bucket
            department
            """),
        (WordClass.FieldNoun, """
            entities entity names dates emails addresses phone fields keywords mentioned amounts invoice keys values prices companies
            organizations people locations skus hashtags urls citations all_names as_json into_json in_json json_object key_value
            """),
        (WordClass.CodeNoun, """
            js ts component app apps webpage flutter qt pygame arduino heredoc csv nixos gentoo wget ssh nginx plugin tailwind nextjs
            wordpress excel powershell cli install driver drivers server website login_page html5 busybox filesystem makefile asp net
            dotnet wsl kubernetes pod unity godot opencv selenium latex_code microcontroller firmware class_that class_in template_class
            header_file source_code code python javascript typescript java rust golang c++ c# csharp ruby php kotlin swift scala haskell
            perl bash sql html css function functions script scripts regex algorithm api apis sdk program compiler compile bug bugs
            unit_test unit_tests pytest jest query queries database schema json yaml xml react angular vue django flask spring node nodejs
            docker dockerfile terraform git github repo repository codebase endpoint endpoints stacktrace traceback exception
            nullpointerexception segfault pandas numpy pytorch tensorflow dataframe recursion loop array arrays linked_list binary_search
            binary_tree hashmap pointer pointers variable async thread threads mutex cmake zig lua cuda shader webpack npm crud rest
            graphql oauth jwt dataclass decorator lambda middleware backend frontend snippet excel_formula vba matlab latex verilog
            fortran cobol solidity smart_contract postgres postgresql mysql sqlite mongodb redis kafka linux ubuntu cron crontab
            shell_script command_line macro distributed rate_limiter load_balancer scalable torch gpu gpus dict merge_conflict
            pull_request commit branch css_grid flexbox iterator generator_function struct enum method methods
            """),
        (WordClass.MathNoun, """
            chance odds dilution circumference expected_value distribution affine piecewise epimorphism morphism euclidean coefficient
            frequency_response decibel marbles probabilities exponential logarithmic coordinates angle angles mod cardinality bounded
            hilbert banach manifold plus minus fahrenheit celsius kelvin equation equations integral derivative derivatives probability
            matrix matrices polynomial theorem lemma proof eigenvalue eigenvalues vector vectors triangle circle perimeter area radius
            diameter hypotenuse percent percentage fraction ratio prime primes integer integers divisible remainder modulo modulus
            factorial permutations combinations logarithm sum product quotient square_root cube_root average median variance
            standard_deviation slope intercept quadratic cubic linear_equation differential calculus algebra geometry trigonometry sine
            cosine tangent converges diverges sequence arithmetic geometric interest_rate compound_interest distance how_many how_much
            dice coin homomorphism isomorphism subgroup topology bijection set_of gradient hessian determinant invertible differentiable
            convex real_numbers natural_numbers sqrt square cube roots root digits
            """),
        (WordClass.CreativeNoun, """
            diary scenes liner liners koan fanfiction lyric prose screenplay novelist transcript scenario_for film backstory stand-up poem
            poems story stories essay song lyrics haiku limerick sonnet slogan slogans tagline taglines joke jokes script dialogue speech
            toast novel chapter fanfic character monologue blog_post blog article tweet caption captions ad ads headline headlines letter
            cover_letter email newsletter birthday description product_description names_for ideas riddle rap ballad fairy fable fantasy
            press_release bio invitation postcard plot scene short_story bedtime love_letter linkedin instagram post quiz obituary
            world-building campaign catchy rhyme rhyming verse advertisement jingle itinerary menu recipe
            """),
        (WordClass.ReasonNoun, """
            your_reasoning argument arguments proof dilemma paradox puzzle logic strategy tradeoff tradeoffs trade-offs permissible
            morally valid pros_and pros_cons implications consequences ethical root_cause fallacy premise premises conclusion
            counterexample hypothesis evidence rationale liability decision recommendation scenario scenarios inference causation
            correlation assumption assumptions counterargument best_option differential_diagnosis bottleneck architecture feasibility
            knights knaves liar truth-teller syllogism valid_argument
            """),
        (WordClass.ActionNoun, """
            weather forecast calendar meeting meetings flight flights hotel alarm reminder timer playlist thermostat lights ticket tickets
            appointment reservation stock stock_price inbox account balance uber taxi restaurant restaurants nearest latest current today
            tomorrow tonight order_status tracking package shipment invoice_number customer_id channel slack jira crm crawl website web
            online news traffic right_now this_week next_week exchange_rate
            """),
        (WordClass.AgentNoun, """
            agent agents autonomous autonomously subagent repository workspace tool tools goal goals shell terminal sandbox subtask
            subtasks until_done
            """),
    ];
}
