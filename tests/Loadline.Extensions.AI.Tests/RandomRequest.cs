using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Loadline.Extensions.AI.Tests;

/// <summary>A request twice: as an application writes it for an <see cref="IChatClient"/>, and as the body that an OpenAI client would have sent.</summary>
internal sealed record RandomRequest(List<ChatMessage> Messages, ChatOptions Options, JsonObject Body, Dictionary<string, string> Headers)
{
    private static readonly string[] Texts =
    [
        "Say hello to Anna and wish her a nice day.",
        "Please calculate the sum of 417 and 288, then multiply by 12.",
        "Prove that the square root of 2 is irrational. Show each step of the proof and state every lemma that you use.",
        "Wie kündige ich meinen Mietvertrag fristgerecht, wenn der Vermieter nicht antwortet und der Winter kommt?",
        "My card is 4111 1111 1111 1111, please update the order.",
        "Write to me at anna.berg@example.com when it is done \"today\".",
        "def total(items):\n    return sum(i.price * i.qty for i in items)\n\nfor x in range(10):\n    print(total(x))\n",
        "Summarise this contract; the other side threatens a lawsuit.\tKeep it short.",
        "日本語で要約してください。明日の会議の資料です。",
        "Traduis ce texte en anglais : « Le chat dort sur le canapé. » 🙂",
        "List three fruits.",
        "\\ backslashes \" quotes / slashes \u0001 control & <tags>",
    ];

    public static string Text(Random random)
    {
        var text = Texts[random.Next(Texts.Length)];
        return random.Next(12) switch
        {
            0 => string.Join('\n', Enumerable.Repeat(text, random.Next(20, 400))),
            1 or 2 => text + " " + Texts[random.Next(Texts.Length)],
            _ => text + " " + random.Next(100_000),
        };
    }

    public static RandomRequest Draw(Random random)
    {
        var request = new RandomRequest([], new ChatOptions(), [], []);
        var model = random.Next(8) switch { < 3 => "auto", < 6 => "ruled", 6 => "watched", _ => "middle" };
        request.Options.ModelId = model;
        request.Body["model"] = model;
        var messages = new JsonArray();
        request.Body["messages"] = messages;
        if (random.Next(3) == 0)
        {
            request.Options.Instructions = Text(random);
            messages.Add(Message("system", request.Options.Instructions));
        }

        var turns = random.Next(4) == 0 ? random.Next(2, 6) : 1;
        for (var turn = 0; turn < turns; turn++)
        {
            request.User(messages, random);
            if (turn < turns - 1)
            {
                request.Assistant(messages, random);
            }
        }

        request.AddOptions(random);
        return request;
    }

    private void User(JsonArray messages, Random random)
    {
        var text = Text(random);
        switch (random.Next(10))
        {
            case 0:
                Messages.Add(new ChatMessage(ChatRole.User, [new TextContent(text), new UriContent("https://example.com/a.png", "image/png")]));
                messages.Add(Message("user", new JsonArray(
                    Part(text), new JsonObject { ["type"] = "image_url", ["image_url"] = new JsonObject { ["url"] = "https://example.com/a.png" } })));
                break;
            case 1:
                var more = Text(random);
                Messages.Add(new ChatMessage(ChatRole.User, [new TextContent(text), new TextContent(more)]));
                messages.Add(Message("user", new JsonArray(Part(text), Part(more))));
                break;
            case 2:
                Messages.Add(new ChatMessage(ChatRole.User, [new DataContent(new byte[] { 1, 2, 3 }, "audio/wav"), new TextContent(text)]));
                messages.Add(Message("user", new JsonArray(
                    new JsonObject { ["type"] = "input_audio", ["input_audio"] = new JsonObject { ["data"] = "AQID", ["format"] = "wav" } }, Part(text))));
                break;
            default:
                Messages.Add(new ChatMessage(ChatRole.User, text));
                messages.Add(Message("user", text));
                break;
        }
    }

    private void Assistant(JsonArray messages, Random random)
    {
        if (random.Next(2) == 0)
        {
            var text = Text(random);
            Messages.Add(new ChatMessage(ChatRole.Assistant, text));
            messages.Add(Message("assistant", text));
            return;
        }

        var (city, result) = ("Oslo", Text(random));
        Messages.Add(new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = city })]));
        Messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", result)]));
        messages.Add(new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray(new JsonObject
            {
                ["id"] = "call_1",
                ["type"] = "function",
                ["function"] = new JsonObject { ["name"] = "weather", ["arguments"] = "{\"city\":\"Oslo\"}" },
            }),
        });
        messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = "call_1", ["content"] = result });
    }

    private void AddOptions(Random random)
    {
        if (random.Next(4) == 0)
        {
            AddTool();
        }

        if (random.Next(6) == 0)
        {
            var schema = JsonDocument.Parse("""{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"]}""").RootElement;
            Options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema, "reply");
            Body["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = "reply", ["schema"] = JsonNode.Parse(schema.GetRawText()) },
            };
        }

        if (random.Next(3) == 0)
        {
            Options.MaxOutputTokens = random.Next(1, 9_000);
            Body["max_completion_tokens"] = Options.MaxOutputTokens;
        }

        if (random.Next(5) == 0)
        {
            (Options.AdditionalProperties ??= [])["metadata"] = new Dictionary<string, string> { ["tier"] = random.Next(2) == 0 ? "gold" : "tin" };
            Body["metadata"] = new JsonObject { ["tier"] = ((Dictionary<string, string>)Options.AdditionalProperties["metadata"]!)["tier"] };
        }

        Header("x-team", random.Next(8) == 0 ? "research" : null);
        Header("x-loadline-task", random.Next(8) == 0 ? "math" : null);
        Header("x-loadline-max-cost-usd", random.Next(8) == 0 ? "0.001" : null);
    }

    private void AddTool()
    {
        var tool = AIFunctionFactory.Create((string city) => city, "weather", "Tells the weather of a \"city\".");
        Options.Tools = [tool];
        Body["tools"] = new JsonArray(new JsonObject
        {
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = tool.Name,
                ["description"] = tool.Description,
                ["parameters"] = JsonNode.Parse(tool.JsonSchema.GetRawText()),
            },
        });
    }

    private void Header(string name, string? value)
    {
        if (value is not null)
        {
            Headers[name] = value;
            (Options.AdditionalProperties ??= [])[name] = value;
        }
    }

    private static JsonObject Message(string role, JsonNode content) => new() { ["role"] = role, ["content"] = content };

    private static JsonObject Part(string text) => new() { ["type"] = "text", ["text"] = text };
}
