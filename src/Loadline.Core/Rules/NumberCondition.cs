using Loadline.Core.Routing;

namespace Loadline.Core.Rules;

/// <summary>Holds where a numeric signal lies in a range.</summary>
public sealed class NumberCondition : Condition
{
    private readonly NumberSignal _signal;
    private readonly NumberRange _range;
    private readonly string _text;

    /// <param name="signal">The signal to compare.</param>
    /// <param name="range">The range it must lie in; shares (complexity, code, math) are compared in single precision, as they are computed.</param>
    public NumberCondition(NumberSignal signal, NumberRange range)
    {
        _signal = signal;
        _range = signal is NumberSignal.Complexity or NumberSignal.Code or NumberSignal.Math ? range.ToSingle() : range;
        _text = NameOf(signal) + ": " + Flow.Scalar(range.ToString());
    }

    /// <inheritdoc/>
    public override bool Holds(RoutingContext context) => _range.Contains(Value(context));

    /// <inheritdoc/>
    public override string ToString() => _text;

    private static string NameOf(NumberSignal signal) => signal switch
    {
        NumberSignal.Tokens => "tokens",
        NumberSignal.Turns => "turns",
        NumberSignal.Complexity => "complexity",
        NumberSignal.Code => "code",
        NumberSignal.Math => "math",
        NumberSignal.Tools => "tools",
        NumberSignal.Images => "images",
        _ => "audio",
    };

    private double Value(RoutingContext context) => _signal switch
    {
        NumberSignal.Tokens => context.Signals.Tokens,
        NumberSignal.Turns => context.Signals.Turns,
        NumberSignal.Complexity => context.Signals.Complexity.Score,
        NumberSignal.Code => context.Signals.Code,
        NumberSignal.Math => context.Signals.Math,
        NumberSignal.Tools => context.Facts.Tools,
        NumberSignal.Images => context.Facts.Images,
        _ => context.Facts.AudioParts,
    };
}
