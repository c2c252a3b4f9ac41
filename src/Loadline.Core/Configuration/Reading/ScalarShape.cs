namespace Loadline.Core.Configuration.Reading;

/// <summary>A shape of single values.</summary>
/// <param name="what">What is wanted, ranges included: <c>a duration</c>.</param>
/// <param name="example">What to write: <c>`3s`</c>.</param>
internal abstract class ScalarShape<T>(string what, string example) : Shape<T>
{
    protected string What => what;

    protected string Example => example;

    public sealed override bool TryRead(ReadScope scope, ConfigNode node, out T value)
    {
        value = default!;
        if (!scope.TryText(node, what, example, out var text))
        {
            return false;
        }

        if (TryParse(text, out value))
        {
            return true;
        }

        Report(scope, node, text);
        return false;
    }

    protected abstract bool TryParse(string text, out T value);

    protected virtual void Report(ReadScope scope, ConfigNode node, string text) =>
        scope.Error(node, ReadScope.Quote(node) + " is not " + what, "Write " + example + ".");
}
