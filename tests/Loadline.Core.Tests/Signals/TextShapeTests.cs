using System.Text;
using Loadline.Core.Signals;

namespace Loadline.Core.Tests.Signals;

public sealed class TextShapeTests
{
    [Fact]
    public void Read_PlainProse_CountsWordsSentencesAndNumbers()
    {
        var shape = Shape("Tom has 12 apples. He buys 1,250.50 more! How many now?");
        Assert.Equal(9, shape.Words);
        Assert.Equal(3, shape.Sentences);
        Assert.Equal(2, shape.Numbers);
        Assert.Equal(8, shape.Digits);
        Assert.Equal(1, shape.QuestionMarks);
        Assert.Equal(1, shape.Lines);
    }

    [Fact]
    public void Read_ListsAndOptions_CountsThemByLine()
    {
        var shape = Shape("Pick one:\nA. red\nB) blue\n(c) green\n- first\n* second\n1. third\n12) fourth\nA red thing");
        Assert.Equal(3, shape.Options);
        Assert.Equal(4, shape.ListItems);
        Assert.Equal(9, shape.Lines);
    }

    [Fact]
    public void Read_FencedCode_IsCodeAndNotWords()
    {
        var shape = Shape("Why does it fail?\n```js\nconst a = translate(summarize);\n```\nThanks");
        Assert.Equal(1, shape.CodeFences);
        Assert.True(shape.FencedBytes > 20);
        Assert.Equal(5, shape.Words);
    }

    [Fact]
    public void Read_FencedProse_IsRead()
    {
        var shape = Shape("Summarize:\n```\nThe council met on Monday and talked about the tram line for hours.\n```\nIn two sentences please.");
        Assert.Equal(0, shape.FencedBytes);
        Assert.True(shape.Words >= 17);
    }

    [Fact]
    public void Read_Address_IsOneUrlAndNoWords()
    {
        var shape = Shape("see https://example.com/a/b?c=translate now");
        Assert.Equal(1, shape.Urls);
        Assert.Equal(3, shape.Words);
    }

    [Fact]
    public void Read_LongText_ReadsBothEndsOnly()
    {
        var text = "Translate this. " + new string('x', 100_000) + " Is it done?";
        var shape = Shape(text);
        Assert.Equal(text.Length, shape.Bytes);
        Assert.Equal(TextShape.MaxScannedBytes, shape.ScannedBytes);
        Assert.Equal(1, shape.QuestionMarks);
        Assert.Equal(1, shape.Imperatives);
    }

    [Fact]
    public void Read_Again_ForgetsWhatWasBefore()
    {
        var shape = Shape("Write code. Write more code. 1 + 1 = 2");
        shape.Read("hi"u8);
        Assert.Equal(1, shape.Words);
        Assert.Equal(0, shape.Imperatives);
        Assert.Equal(0, shape.Operations);
    }

    [Fact]
    public void Read_ScriptWithoutSpaces_CountsTwoCharactersAsAWord()
    {
        var shape = Shape("请把下面的句子翻译成英文：今天天气很好。");
        Assert.Equal(18, shape.IdeographicCharacters);
        Assert.Equal(9, shape.Words);
        Assert.Equal(2, shape.Sentences);
    }

    [Fact]
    public void Read_Operators_CountOnlyBetweenOperands()
    {
        Assert.Equal(1, Shape("what is 2+2").Operations);
        Assert.Equal(2, Shape("3x + 7 = 22").Operations);
        Assert.Equal(0, Shape("a well-known fact - or not / maybe, on 2024-05-13").Operations);
    }

    [Fact]
    public void Score_ProseAboutCode_StaysBelowCodeItself()
    {
        Assert.True(CodeDetector.Score(Shape("Write a poem about SQL.")) < 0.5f);
        Assert.True(CodeDetector.Score(Shape("public int Add(int a, int b) { return a + b; }\nvar x = obj.Call();\n")) > 0.6f);
        Assert.Equal(0f, CodeDetector.Score(Shape("The weather was lovely and we went to the sea.")));
    }

    [Fact]
    public void Score_Mathematics_IsSeenInSymbolsAndInWords()
    {
        Assert.True(MathDetector.Score(Shape("Solve x^2 - 5x + 6 = 0")) > 0.6f);
        Assert.True(MathDetector.Score(Shape("A pen costs 3 dollars and a book 12 dollars. How much do 4 pens and 2 books cost in total?")) > 0.5f);
        Assert.True(MathDetector.Score(Shape("Who wrote Hamlet?")) < 0.1f);
    }

    private static TextShape Shape(string text) => TextShape.Of(Encoding.UTF8.GetBytes(text));
}
