using Loadline.Testing;

namespace Loadline.Extensions.AI.Tests;

/// <summary>Nothing is handed out that holds a package of a licence nobody has agreed to: <c>eng/licences.txt</c> has those that were.</summary>
public sealed class PackageLicenceTests
{
    private static readonly HashSet<string> Allowed =
    [
        .. File.ReadLines(Path.Combine(RepositoryPages.Root, "eng", "licences.txt")).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'),
    ];

    [Theory]
    [InlineData("Loadline.Cli")]
    [InlineData("Loadline.Extensions.AI")]
    [InlineData("Loadline.Learning")]
    public void Packages_InsideWhatIsHandedOut_HaveAKnownLicence(string project)
    {
        var packages = PackageLicences.Of(Path.Combine(RepositoryPages.Root, "artifacts", "obj", project, "project.assets.json")).ToList();
        Assert.NotEmpty(packages);
        Assert.All(packages, package => Assert.True(PackageLicences.IsAllowed(package.Licence, Allowed), $"{package.Package}: {package.Licence ?? "no licence named"}"));
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("MIT AND Apache-2.0", true)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("(MIT OR Apache-2.0) AND GPL-3.0-only", false)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData(null, false)]
    public void Expression_HoldsOrNot(string? expression, bool isAllowed) => Assert.Equal(isAllowed, PackageLicences.IsAllowed(expression, Allowed));
}
