using System.Text;
using Loadline.Core.Signals.Language;

namespace Loadline.Core.Tests.Signals.Language;

public sealed class LanguageDetectorTests
{
    [Theory]
    [InlineData("en", "Could you tell me how the weather will be in the mountains next weekend?")]
    [InlineData("es", "¿Podrías decirme qué tiempo hará en la montaña el próximo fin de semana?")]
    [InlineData("fr", "Pourriez-vous me dire quel temps il fera à la montagne le week-end prochain ?")]
    [InlineData("de", "Kannst du mir sagen, wie das Wetter nächstes Wochenende in den Bergen wird?")]
    [InlineData("pt", "Você pode me dizer como vai estar o tempo na montanha no próximo fim de semana?")]
    [InlineData("it", "Puoi dirmi che tempo farà in montagna il prossimo fine settimana?")]
    [InlineData("ru", "Скажите, пожалуйста, какая погода будет в горах на следующих выходных?")]
    [InlineData("uk", "Скажіть, будь ласка, яка погода буде в горах на наступних вихідних?")]
    [InlineData("ar", "هل يمكنك أن تخبرني كيف سيكون الطقس في الجبال نهاية الأسبوع القادم؟")]
    [InlineData("fa", "می‌توانید به من بگویید هوا آخر هفتهٔ آینده در کوهستان چطور خواهد بود؟")]
    [InlineData("hi", "क्या आप मुझे बता सकते हैं कि अगले सप्ताह पहाड़ों में मौसम कैसा रहेगा?")]
    [InlineData("zh", "你能告诉我下周末山里的天气怎么样吗？")]
    [InlineData("ja", "来週末の山の天気がどうなるか教えてください。")]
    [InlineData("ko", "다음 주말 산의 날씨가 어떨지 알려 주세요.")]
    [InlineData("th", "ช่วยบอกฉันหน่อยว่าอากาศบนภูเขาสุดสัปดาห์หน้าจะเป็นอย่างไร")]
    [InlineData("tr", "Gelecek hafta sonu dağlarda havanın nasıl olacağını söyler misin?")]
    [InlineData("vi", "Bạn có thể cho tôi biết thời tiết trên núi cuối tuần tới sẽ như thế nào không?")]
    public void Detect_Question_NamesItsLanguage(string code, string text) => Assert.Equal(code, Detect(text).Code);

    [Theory]
    [InlineData("Why does this function fail on empty input?\n```python\ndef f(xs):\n    return sum(xs) / len(xs)\n```\nPlease explain what I should change.")]
    [InlineData("See https://example.fr/la-page/de-la/ville?q=une&le=la and tell me what the article says about the city.")]
    [InlineData("Set `max_tokens` to 4096 and call client.chat.completions.create(model=\"gpt-5\") again, then show me the result of it.")]
    [InlineData("{\"el\": 1, \"la\": 2, \"de\": 3} is what I get, but I would like to have the values sorted by their name instead.")]
    public void Detect_EnglishAroundCode_StaysEnglish(string text) => Assert.Equal("en", Detect(text).Code);

    [Fact]
    public void Detect_ChineseWithEnglishTerms_IsChinese() =>
        Assert.Equal("zh", Detect("请用 Python 和 TensorFlow 写一个 image classification 的例子，并解释每一步。").Code);

    [Theory]
    [InlineData("")]
    [InlineData("ok")]
    [InlineData("12345 67.89 %$#@")]
    [InlineData("```\nint main() { return 0; }\n```")]
    [InlineData("x1_y2 = foo(bar)[0] // 0xFF")]
    public void Detect_NothingToGoBy_IsUndetermined(string text) => Assert.Equal(LanguageGuess.None, Detect(text));

    [Fact]
    public void Detect_LongText_ReadsOnlyItsBeginning()
    {
        var english = string.Concat(Enumerable.Repeat("This is the beginning of the story that I would like to tell you. ", 40));
        var german = string.Concat(Enumerable.Repeat("Und das ist der Rest der Geschichte, den niemand mehr liest. ", 400));
        Assert.Equal("en", Detect(english + german).Code);
    }

    [Fact]
    public void Detect_MoreText_IsMoreConfident() =>
        Assert.True(Detect("What is the time?").Confidence < Detect("What is the time, and when will the next train to the city leave from here?").Confidence);

    private static LanguageGuess Detect(string text) => LanguageDetector.Detect(Encoding.UTF8.GetBytes(text));
}
