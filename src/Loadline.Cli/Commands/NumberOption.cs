using System.CommandLine;
using System.Globalization;

namespace Loadline.Cli.Commands;

/// <summary>Options that hold a number within bounds; anything else is refused before the command runs.</summary>
internal static class NumberOption
{
    public static Option<int> Create(string name, string description, int preset, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => preset };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token]
                && !(int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{token.Value}'."));
            }
        });
        return option;
    }
}
