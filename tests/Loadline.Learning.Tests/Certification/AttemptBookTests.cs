using Loadline.Learning.Certification;

namespace Loadline.Learning.Tests.Certification;

public sealed class AttemptBookTests
{
    [Fact]
    public void Enter_SharedRows_CountsUp_FreshRowsStartAnew()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("loadline-attempts").FullName, "attempts.json");
        int Enter(string question, params ulong[] prompts) => AttemptBook.Open(path).Enter(question, prompts, "certify", DateTimeOffset.UnixEpoch);
        Assert.Equal(1, Enter("a", 1, 2, 3));
        Assert.Equal(2, Enter("b", 3, 4));
        Assert.Equal(3, Enter("c", 3));
        Assert.Equal(1, Enter("a", 1, 2, 3));
        Assert.Equal(1, Enter("d", 9, 10));
        File.WriteAllText(path, "{");
        Assert.Throws<CertifyException>(() => Enter("e", 1));
    }
}
