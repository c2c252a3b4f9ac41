using Loadline.Core.Keys;

namespace Loadline.Dashboard.Access;

/// <summary>Somebody who has shown a key, or who came while the gateway asked for none.</summary>
/// <param name="Role">What they may do.</param>
/// <param name="KeyId">The key they showed; <see langword="null"/>: the admin key of the config, or none was asked for.</param>
/// <param name="IsOpen">Whether no key was asked for; ends with the first key.</param>
/// <param name="MaySeePrompts">Whether stored prompts and answers are shown.</param>
/// <param name="Csrf">What every form of theirs must bring back; empty where a header carries the key.</param>
public sealed record DashboardSession(KeyRole Role, ulong? KeyId, bool IsOpen, bool MaySeePrompts, string Csrf);
