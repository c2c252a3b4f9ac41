using System.Security.Cryptography;
using Loadline.Core.Keys;

namespace Loadline.Core.Tests.Keys;

public sealed class ApiKeyTextTests
{
    [Fact]
    public void Write_AnyIdAndSecret_IsReadBack()
    {
        var random = new Random(7);
        var secret = new byte[32];
        var hash = new byte[ApiKeyText.HashBytes];
        for (var i = 0; i < 1000; i++)
        {
            random.NextBytes(secret);
            var id = (ulong)random.NextInt64(839_299_365_868_340_224);
            var text = ApiKeyText.Write(id, secret);

            Assert.Equal(ApiKeyText.Length, text.Length);
            Assert.True(ApiKeyText.TryRead(text, out var read, hash));
            Assert.Equal(id, read);
            Assert.Equal(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text)), hash);
            Assert.True(ApiKeyText.TryReadId(ApiKeyText.IdText(id), out var spelled));
            Assert.Equal(id, spelled);
        }
    }

    [Fact]
    public void Write_TwoSecretsThatDifferInOneBit_AreTwoTexts()
    {
        var secret = new byte[32];
        var texts = new HashSet<string>();
        for (var bit = 0; bit < 256; bit++)
        {
            Array.Clear(secret);
            secret[bit / 8] = (byte)(1 << (bit % 8));
            texts.Add(ApiKeyText.Write(1, secret));
        }

        Assert.Equal(256, texts.Count);
    }

    [Fact]
    public void TryRead_AnyOneCharacterChanged_IsNoKey()
    {
        var text = ApiKeyText.Write(ApiKeyText.NewId(), RandomNumberGenerator.GetBytes(32)).ToCharArray();
        var hash = new byte[ApiKeyText.HashBytes];
        for (var i = 0; i < text.Length; i++)
        {
            var was = text[i];
            text[i] = was == 'a' ? 'b' : 'a';
            Assert.False(ApiKeyText.TryRead(text, out _, hash), $"position {i}");
            text[i] = was;
        }

        Assert.True(ApiKeyText.TryRead(text, out _, hash));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ll_")]
    [InlineData("sk-proj-0123456789012345678901234567890123456789012345678901234")]
    [InlineData("ll_0000000000_000000000000000000000000000000000000000000\r\n00000")]
    [InlineData("ll_0000000000_' OR 1=1 --00000000000000000000000000000000000000000")]
    [InlineData("ll_0000000000_\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9000000")]
    public void TryRead_HostileText_IsNoKey(string text) =>
        Assert.False(ApiKeyText.TryRead(text, out _, new byte[ApiKeyText.HashBytes]));
}
