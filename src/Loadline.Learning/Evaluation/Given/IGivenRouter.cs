namespace Loadline.Learning.Evaluation.Given;

/// <summary>A router that is measured as it stands: nothing of it is fitted here.</summary>
public interface IGivenRouter
{
    /// <summary>Gets the model it measures itself against; <see langword="null"/>: none.</summary>
    string? Reference { get; }

    /// <summary>Routes test rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="seed">Of what the router leaves to chance.</param>
    RouterUnderTest Route(TestRows rows, int seed);
}
