using Loadline.Core.Facts;
using Loadline.Core.Predictors;
using Loadline.Core.Signals.Language;
using Loadline.Core.Signals.Pii;
using Loadline.Core.Signals.Shape;
using Loadline.Core.Signals.Tokens;

namespace Loadline.Core.Signals;

/// <summary>The signals of one request, each computed on first use and kept.</summary>
/// <remarks>Pooled with its routing context; a config that names no signal pays for none.</remarks>
public sealed class RequestSignals
{
    private RequestFacts _facts = null!;
    private Known _known;
    private TextShape _shape;
    private int _tokens;
    private LanguageGuess _language;
    private TaskGuess _task;
    private Domain _domain;
    private float _code;
    private float _math;
    private Complexity _complexity;
    private PiiKinds _pii;
    private FeatureVector? _features;

    [Flags]
    private enum Known
    {
        None = 0,
        Shape = 1,
        Tokens = 2,
        Language = 4,
        Task = 8,
        Domain = 16,
        Code = 32,
        Math = 64,
        Complexity = 128,
        Pii = 256,
        Features = 512,
    }

    /// <summary>Gets the estimated prompt tokens of the whole request.</summary>
    public int Tokens
    {
        get
        {
            if (Missing(Known.Tokens))
            {
                _tokens = CountTokens();
            }

            return _tokens;
        }
    }

    /// <summary>Gets the number of user turns.</summary>
    public int Turns => _facts.UserTurns;

    /// <summary>Gets the language of the last user message: ISO 639-1, <c>und</c> where unsure.</summary>
    public LanguageGuess Language
    {
        get
        {
            if (Missing(Known.Language))
            {
                _language = LanguageDetector.Detect(_facts.Text().LastUser);
            }

            return _language;
        }
    }

    /// <summary>Gets the task: the caller's own word where it gave one, else what the text looks like.</summary>
    public TaskGuess Task
    {
        get
        {
            if (Missing(Known.Task))
            {
                _task = _facts.Hints.Task is { } stated
                    ? new TaskGuess(stated, 1)
                    : TaskClassifier.Classify(in Shape, _facts.Text(), _facts.Tools > 0, _facts.LastRole == MessageRole.Tool, _facts.UserTurns);
            }

            return _task;
        }
    }

    /// <summary>Gets the field that the last user message speaks of.</summary>
    public Domain Domain
    {
        get
        {
            if (Missing(Known.Domain))
            {
                _domain = DomainClassifier.Classify(in Shape);
            }

            return _domain;
        }
    }

    /// <summary>Gets how much of the last user message is code, in [0,1].</summary>
    public float Code
    {
        get
        {
            if (Missing(Known.Code))
            {
                _code = CodeDetector.Score(in Shape);
            }

            return _code;
        }
    }

    /// <summary>Gets how mathematical the last user message is, in [0,1].</summary>
    public float Math
    {
        get
        {
            if (Missing(Known.Math))
            {
                _math = MathDetector.Score(in Shape);
            }

            return _math;
        }
    }

    /// <summary>Gets how hard the request looks, in [0,1], with the parts that made it so.</summary>
    public Complexity Complexity
    {
        get
        {
            if (Missing(Known.Complexity))
            {
                _complexity = ComplexityScorer.Score(in Shape, Task.Kind, Tokens, Turns, _facts.Tools, _facts.HasSchema);
            }

            return _complexity;
        }
    }

    /// <summary>Gets the kinds of personal data found anywhere in the request's text.</summary>
    public PiiKinds Pii
    {
        get
        {
            if (Missing(Known.Pii))
            {
                _pii = PiiDetector.Find(_facts.Text().All);
            }

            return _pii;
        }
    }

    /// <summary>Gets the features that predictors read, of the last user message and what stands around it.</summary>
    public FeatureVector Features
    {
        get
        {
            if (Missing(Known.Features))
            {
                FeatureExtractor.Extract(_facts.Text().LastUser, in Shape, ConversationFacts.Of(_facts), _features ??= new FeatureVector());
            }

            return _features!;
        }
    }

    /// <summary>Gets or sets what a bandit's examples say the request is about: a route's position plus one; 0: nothing.</summary>
    internal byte Intent { get; set; }

    /// <summary>Gets the priority that the caller stated; interactive where it stated none.</summary>
    public RequestPriority Priority => _facts.Hints.Priority ?? RequestPriority.Interactive;

    /// <summary>Gets the expected generated tokens, for estimates made before the call.</summary>
    public int ExpectedOutputTokens
    {
        get
        {
            var expected = Has(Known.Task) ? OutputLengths.Expected(_task.Kind) : OutputLengths.Unknown;
            expected *= System.Math.Max(1, _facts.Choices);
            return _facts.MaxOutputTokens > 0 ? System.Math.Min(expected, _facts.MaxOutputTokens) : expected;
        }
    }

    /// <summary>Takes down what has been computed; computes nothing.</summary>
    public SignalValues Values() => new()
    {
        Tokens = Has(Known.Tokens) ? Tokens : null,
        Language = Has(Known.Language) ? _language.Code : null,
        Task = Has(Known.Task) ? _task.Kind : null,
        Domain = Has(Known.Domain) ? _domain : null,
        Code = Has(Known.Code) ? _code : null,
        Math = Has(Known.Math) ? _math : null,
        Complexity = Has(Known.Complexity) ? _complexity : null,
        Pii = Has(Known.Pii) ? _pii : null,
        Turns = _facts.UserTurns,
        Images = _facts.Images,
        Audio = _facts.AudioParts,
        Tools = _facts.Tools,
        Schema = _facts.HasSchema,
        Priority = _facts.Hints.Priority,
        Intent = Intent,
    };

    /// <summary>Takes signals as a ledger row has them, so that a request can be decided again without its text; those it lacks are computed as ever.</summary>
    /// <param name="values">What was computed then.</param>
    /// <param name="features">What predictors read; <see langword="null"/>: not kept.</param>
    public void Restore(in SignalValues values, FeatureVector? features)
    {
        _tokens = Take(values.Tokens, Known.Tokens);
        _language = Take<LanguageGuess>(values.Language is { } code ? new LanguageGuess(code, 1) : null, Known.Language);
        _task = Take<TaskGuess>(values.Task is { } task ? new TaskGuess(task, 1) : null, Known.Task);
        _domain = Take(values.Domain, Known.Domain);
        _code = Take(values.Code, Known.Code);
        _math = Take(values.Math, Known.Math);
        _complexity = Take(values.Complexity, Known.Complexity);
        _pii = Take(values.Pii, Known.Pii);
        Intent = values.Intent;
        if (features is not null)
        {
            _features = features;
            _known |= Known.Features;
        }
    }

    // Unknown stays unknown.
    private T Take<T>(T? value, Known signal)
        where T : struct
    {
        _known = value is null ? _known & ~signal : _known | signal;
        return value.GetValueOrDefault();
    }

    private ref readonly TextShape Shape
    {
        get
        {
            if (Missing(Known.Shape))
            {
                _shape.Read(_facts.Text().LastUser);
            }

            return ref _shape;
        }
    }

    internal void Reset(RequestFacts facts)
    {
        _facts = facts;
        _known = Known.None;
        Intent = 0;
    }

    // Not Enum.HasFlag, which boxes in unoptimised code.
    // Tools and schemas are rendered by the provider in its own notation: they are counted from their JSON, not from their texts.
    private int CountTokens() => CountTokens(TokenOverhead.OpenAi);

    /// <summary>Estimates the prompt tokens of the whole request as one family of models counts them.</summary>
    public int CountTokens(in TokenOverhead overhead)
    {
        if (_facts.HasNoText && Has(Known.Tokens))
        {
            return _tokens;
        }

        var text = _facts.Text();
        var body = _facts.Body.Span;
        var request = new RequestTokens
        {
            Text = TokenEstimator.Estimate(text.BeforeTools) + TokenEstimator.Estimate(text.AfterTools),
            Messages = _facts.Messages,
            ToolsJson = TokenEstimator.Estimate(_facts.ToolsJson.In(body)),
            SchemaJson = TokenEstimator.Estimate(_facts.SchemaJson.In(body)),
            Images = _facts.Images,
        };
        return TokenEstimator.EstimateRequest(request, overhead);
    }

    private bool Has(Known signal) => (_known & signal) != 0;

    // Marks the signal as known and tells whether it still has to be computed.
    private bool Missing(Known signal)
    {
        if ((_known & signal) != 0)
        {
            return false;
        }

        _known |= signal;
        return true;
    }
}
