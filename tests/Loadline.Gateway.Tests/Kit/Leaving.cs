using Loadline.Testing;

namespace Loadline.Gateway.Tests.Kit;

/// <summary>The ways in which a caller goes.</summary>
internal static class Leaving
{
    /// <summary>Goes by <c>fin</c>, <c>rst</c> or <c>half</c> (says it is done sending, and stays).</summary>
    public static void Leave(this RawClient client, string way)
    {
        switch (way)
        {
            case "rst":
                client.Reset();
                break;
            case "half":
                client.HalfClose();
                break;
            case "fin":
                client.Close();
                break;
            default:
                throw new ArgumentException($"No way to leave is called '{way}'.", nameof(way));
        }
    }
}
