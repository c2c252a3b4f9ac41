using Loadline.Core.Predictors;

namespace Loadline.Learning.Certification;

/// <summary>A setting that may be certified, and what training rows said of it.</summary>
/// <param name="Mix">The setting.</param>
/// <param name="Evidence">What it did on training rows, out of fold.</param>
public sealed record PathStep(KnobMix Mix, KnobEvidence Evidence);
