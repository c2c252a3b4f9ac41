namespace Loadline.Testing;

/// <summary>How a fake upstream fails a request.</summary>
public enum FaultKind
{
    /// <summary>Goes silent and keeps the connection open until the peer, or the end of the test, closes it.</summary>
    Hang,

    /// <summary>Closes the connection in order (FIN).</summary>
    Fin,

    /// <summary>Aborts the connection (RST).</summary>
    Reset,
}
