namespace Loadline.Core.Checks;

/// <summary>A service of the user's own says how good the answer is. Its address is the config's, never a request's.</summary>
/// <param name="url">Where it is asked.</param>
/// <param name="atLeast">The least score that passes, in (0,1].</param>
/// <param name="timeout">How long an answer may take.</param>
/// <param name="opens">Whether the answer passes where the service could not say.</param>
public sealed class HttpCheck(Uri url, double atLeast, TimeSpan timeout, bool opens) : AskedCheck(atLeast, timeout, opens)
{
    /// <inheritdoc/>
    public override string Kind => "http";

    /// <summary>Gets where it is asked.</summary>
    public Uri Url => url;
}
