namespace Loadline.Core.Signals.Shape;

/// <summary>The commonest task words of Chinese, Japanese and Russian.</summary>
internal static partial class LexiconWords
{
    public static readonly (WordClass Word, string Words)[] Chinese =
    [
        (WordClass.Translate, "翻译 译成 翻成 譯成 翻譯"),
        (WordClass.Summarize, "总结 概括 摘要 归纳 總結"),
        (WordClass.Rewrite, "改写 润色 重写 改成 修改 校对 简化"),
        (WordClass.Classify, "分类 归类"),
        (WordClass.Extract, "提取 抽取 找出所 列出所"),
        (WordClass.Program, "编程 实现 调试 重构"),
        (WordClass.Produce, "写一 写个 写出 写首 写篇 编写 生成 设计 创作 给我"),
        (WordClass.Calculate, "估算 求出 计算 求解 解方程 算出"),
        (WordClass.Analyze, "证明 分析 比较 评估 推理 论证 推导"),
        (WordClass.Act, "预订 查询 发送 提醒我 搜索 帮我订 设置"),
        (WordClass.Explain, "解释 介绍 说明 描述 讲解"),
        (WordClass.Ask, "什么 为什么 怎么 如何 哪个 哪里 谁是 几个 吗？ 多少 哪些"),
        (WordClass.HumanLanguage, "英文 英语 中文 法语 德语 日语 西班牙 韩语 日文 法文"),
        (WordClass.CodeNoun, "代码 函数 程序 脚本 算法 数据库 编译 接口"),
        (WordClass.MathNoun, "个数 多少种 数学 已知 次品 方程 概率 积分 导数 矩阵 面积 平方 等于 多少个"),
        (WordClass.CreativeNoun, "首诗 故事 诗歌 小说 作文 笑话 文章 歌词 广告"),
        (WordClass.SummaryNoun, "要点 大意"),
        (WordClass.LabelNoun, "情感 正面 负面 类别"),
        (WordClass.ActionNoun, "天气 航班 会议 日程 机票 明天 闹钟"),
        (WordClass.ReasonMarker, "为什么 因为 所以 如果 假设 证明"),
        (WordClass.Greeting, "你好 您好 谢谢 早上好 再见"),
        (WordClass.StyleNoun, "正式 语气 语法 简洁"),
        (WordClass.FieldNoun, "人名 日期 地址 实体"),
    ];

    public static readonly (WordClass Word, string Words)[] Japanese =
    [
        (WordClass.Translate, "翻訳 訳して 英訳 和訳"),
        (WordClass.Summarize, "要約 まとめ 要点を"),
        (WordClass.Rewrite, "書き直 言い換 校正 修正し 丁寧に"),
        (WordClass.Classify, "分類"),
        (WordClass.Extract, "抽出 抜き出"),
        (WordClass.Program, "実装し デバッ プログ"),
        (WordClass.Produce, "書いて 作って 作成し 生成し 考えて"),
        (WordClass.Calculate, "計算 求めよ 求めて 解いて"),
        (WordClass.Analyze, "証明し 分析し 比較し 評価し"),
        (WordClass.Act, "予約し 検索し 送って 調べて"),
        (WordClass.Explain, "説明し 教えて 解説し"),
        (WordClass.Ask, "なぜ 何です ですか いつ どこ どうや ますか とは何"),
        (WordClass.HumanLanguage, "英語 日本語 中国語 フラン ドイツ語"),
        (WordClass.CodeNoun, "コード 関数 プログ スクリ バグ アルゴ"),
        (WordClass.MathNoun, "方程式 確率 積分 微分 行列 面積"),
        (WordClass.CreativeNoun, "俳句 物語 詩を 小説 小話 歌詞 短歌"),
        (WordClass.LabelNoun, "感情 肯定的 否定的 カテゴ"),
        (WordClass.ActionNoun, "天気 会議 明日の 予定 ホテル"),
        (WordClass.ReasonMarker, "なぜ 理由 もし 仮定 証明"),
        (WordClass.Greeting, "こんに おはよ ありが さよう"),
    ];

    public static readonly (WordClass Word, string Words)[] Russian =
    [
        (WordClass.Translate, "переведи переведите перевести перевод"),
        (WordClass.Summarize, "резюмируй суммируй обобщи"),
        (WordClass.Rewrite, "перепиши исправь перефразируй улучши"),
        (WordClass.Classify, "классифицируй определи"),
        (WordClass.Extract, "извлеки выдели"),
        (WordClass.Compose, "придумай сочини"),
        (WordClass.Produce, "напиши напишите создай составь сделай дай сгенерируй"),
        (WordClass.Calculate, "вычисли посчитай реши решить рассчитай вычислить"),
        (WordClass.Analyze, "докажи проанализируй сравни обоснуй"),
        (WordClass.Act, "найди отправь закажи напомни"),
        (WordClass.Explain, "объясни расскажи опиши"),
        (WordClass.Ask, "что кто когда где почему как какой какая какие какую сколько зачем"),
        (WordClass.HumanLanguage, "английский русский немецкий французский"),
        (WordClass.CodeNoun, "код функцию функция программу программа скрипт запрос питон пайтон"),
        (WordClass.MathNoun, "уравнение вероятность интеграл производную матрицы"),
        (WordClass.CreativeNoun, "стихотворение рассказ сказку историю песню стих шутку диалог"),
        (WordClass.Greeting, "привет здравствуйте спасибо пока"),
        (WordClass.Filler, "пожалуйста мне можешь"),
        (WordClass.Common, "и в не на я с он а то все она так его но ты к у же вы за бы по из"),
    ];
}
