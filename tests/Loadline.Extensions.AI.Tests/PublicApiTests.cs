using System.Reflection;
using Loadline.Testing;

namespace Loadline.Extensions.AI.Tests;

/// <summary>What users of the packages build on changes on purpose only: the approved text lies beside this test.</summary>
/// <remarks>After a change on purpose: <c>LOADLINE_APPROVE=1 dotnet test tests/Loadline.Extensions.AI.Tests --filter PublicApi</c>, and the difference is part of the review.</remarks>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData("Loadline.Core")]
    [InlineData("Loadline.Wire")]
    [InlineData("Loadline.Learning")]
    [InlineData("Loadline.Extensions.AI")]
    public void Surface_OfAPackage_IsAsApproved(string package)
    {
        var file = Path.Combine(RepositoryPages.Root, "tests", "Loadline.Extensions.AI.Tests", "PublicApis", package + ".txt");
        var surface = PublicApi.Of(Assembly.Load(package));
        if (Environment.GetEnvironmentVariable("LOADLINE_APPROVE") == "1")
        {
            File.WriteAllText(file, surface);
        }

        var approved = File.ReadAllText(file).Split('\n');
        var now = surface.Split('\n');
        var gone = approved.Except(now).Select(line => "- " + line);
        var added = now.Except(approved).Select(line => "+ " + line);
        Assert.True(surface == File.ReadAllText(file), package + " has another surface than was approved:\n" + string.Join('\n', gone.Concat(added).Take(40)));
    }
}
