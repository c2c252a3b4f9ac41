namespace Loadline.Learning.Certification;

/// <summary>What a simulation of certifications counted.</summary>
/// <param name="Draws">Certifications simulated.</param>
/// <param name="Violations">Those that accepted a step for which the line does not hold.</param>
public readonly record struct ValidityCell(int Draws, int Violations)
{
    /// <summary>Gets the share of certifications that were wrong; at most δ if the test is valid.</summary>
    public double Rate => Violations / (double)Draws;
}
