namespace Loadline.Core.Keys;

/// <summary>Roles by name.</summary>
public static class KeyRoles
{
    public static IReadOnlyList<string> Names { get; } = ["caller", "viewer", "operator", "admin"];

    public static string Name(KeyRole role) => Names[(int)role];

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
