namespace Loadline.Learning.Training;

/// <summary>How much of the machine training takes: two cores, as its documented times are measured.</summary>
internal static class TrainingThreads
{
    public static ParallelOptions Options { get; } = new() { MaxDegreeOfParallelism = Math.Min(2, Environment.ProcessorCount) };
}
