namespace Loadline.Core.Keys;

/// <summary>Roles by name.</summary>
public static class KeyRoles
{
    /// <summary>Gets the names, from the role that may least.</summary>
    public static IReadOnlyList<string> Names { get; } = ["caller", "viewer", "operator", "admin"];

    /// <summary>The role's name.</summary>
    public static string Name(KeyRole role) => Names[(int)role];

    /// <summary>Finds a role by its name, in lower case.</summary>
    public static bool TryParse(string name, out KeyRole role)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
            {
                role = (KeyRole)i;
                return true;
            }
        }

        role = default;
        return false;
    }
}
