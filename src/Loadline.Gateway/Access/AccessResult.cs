using Loadline.Core.Keys;

namespace Loadline.Gateway.Access;

/// <summary>Whether a request may go on, and with which key.</summary>
/// <param name="Status">200, 401 (no key, or one that opens nothing), 403 (a key that may not do this), 421 (an open gateway, by a name that is not its own) or 503 (keys could not be read yet).</param>
/// <param name="Key">The key; <see langword="null"/> where none was asked for, or the admin key of the config was brought.</param>
internal readonly record struct AccessResult(int Status, ApiKey? Key)
{
    public bool IsAllowed => Status == 200;
}
