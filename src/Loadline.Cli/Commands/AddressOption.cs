using System.CommandLine;

namespace Loadline.Cli.Commands;

/// <summary>An option that takes an http or https address; the command line's own parser knows none.</summary>
internal static class AddressOption
{
    /// <param name="name">The option, such as <c>--url</c>.</param>
    /// <param name="description">What it is for.</param>
    /// <param name="example">What a good one looks like, for whoever wrote another.</param>
    public static Option<Uri?> Create(string name, string description, string example) => new(name)
    {
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            {
                return address;
            }

            result.AddError($"{name} takes an address like {example}, not '{text}'.");
            return null;
        },
    };
}
