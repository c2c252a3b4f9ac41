namespace Loadline.Core.Signals;

/// <summary>The field a request speaks of.</summary>
/// <remarks>Config and headers write the lower-case names (<see cref="Domains"/>).</remarks>
public enum Domain : byte
{
    /// <summary>No field stands out.</summary>
    General,
    Law,
    Medicine,

    /// <summary>Money: accounting, investing, banking, economics.</summary>
    Finance,

    /// <summary>Running an organisation: management, hiring, sales, ethics of business.</summary>
    Business,

    /// <summary>Physics, chemistry, biology, earth and space.</summary>
    Science,

    /// <summary>Electrical, mechanical, civil and chemical engineering.</summary>
    Engineering,
    Software,
    Mathematics,
    History,
    Philosophy,
    Psychology,
    Education,

    /// <summary>A customer with a problem: accounts, orders, refunds, devices.</summary>
    Support,
    Marketing,
    Travel,
    Entertainment,
    Politics,
    Food,
}
