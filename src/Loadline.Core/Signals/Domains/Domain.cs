namespace Loadline.Core.Signals;

/// <summary>The field a request speaks of.</summary>
/// <remarks>Config and headers write the lower-case names (<see cref="Domains"/>).</remarks>
public enum Domain : byte
{
    /// <summary>No field stands out.</summary>
    General,

    /// <summary>Contracts, courts, rights, regulation.</summary>
    Law,

    /// <summary>Illness, drugs, bodies, care.</summary>
    Medicine,

    /// <summary>Money: accounting, investing, banking, economics.</summary>
    Finance,

    /// <summary>Running an organisation: management, hiring, sales, ethics of business.</summary>
    Business,

    /// <summary>Physics, chemistry, biology, earth and space.</summary>
    Science,

    /// <summary>Electrical, mechanical, civil and chemical engineering.</summary>
    Engineering,

    /// <summary>Programs and the machines they run on.</summary>
    Software,

    /// <summary>Proofs, equations, statistics.</summary>
    Mathematics,

    /// <summary>What was.</summary>
    History,

    /// <summary>Ethics, logic, thinkers, belief.</summary>
    Philosophy,

    /// <summary>Minds and how people behave.</summary>
    Psychology,

    /// <summary>Teaching, courses, studying.</summary>
    Education,

    /// <summary>A customer with a problem: accounts, orders, refunds, devices.</summary>
    Support,

    /// <summary>Advertising, brands, campaigns.</summary>
    Marketing,

    /// <summary>Journeys, places, hotels.</summary>
    Travel,

    /// <summary>Films, games, music, sport.</summary>
    Entertainment,

    /// <summary>States, elections, parties.</summary>
    Politics,

    /// <summary>Cooking and eating.</summary>
    Food,
}
