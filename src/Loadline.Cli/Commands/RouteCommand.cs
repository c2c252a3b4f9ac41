using System.CommandLine;
using System.Text.Json;
using Loadline.Cli.Output;
using Loadline.Core.Decisions;
using Loadline.Core.Facts;
using Loadline.Core.Routing;
using Loadline.Core.Runtime;
using Loadline.Core.Signals;
using Loadline.Wire.OpenAI;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline route</c>: the decision without a call.</summary>
internal static class RouteCommand
{
    public static Command Create()
    {
        var prompt = new Argument<string?>("prompt") { Description = "A prompt to route.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--file") { Description = "A whole request body (JSON) instead of a prompt." };
        var config = new Option<string>("--config") { Description = "The config.", DefaultValueFactory = _ => "loadline.yaml" };
        var model = new Option<string>("--model") { Description = "The route, for a prompt.", DefaultValueFactory = _ => "auto" };
        var headers = new Option<string[]>("--header", "-H") { Description = "A request header, `name: value`; may be given again." };
        var json = JsonOption.Create();
        var command = new Command("route", "Explain where a request would go and why, without calling anything.")
        {
            prompt, file, config, model, headers, json,
        };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(Run(
            Body(parsed.GetValue(prompt), parsed.GetValue(file), parsed.GetValue(model)!),
            parsed.GetValue(config)!,
            parsed.GetValue(headers) ?? [],
            parsed.GetValue(json)))));
        return command;
    }

    private static byte[] Body(string? prompt, FileInfo? file, string model)
    {
        if (file is not null)
        {
            try
            {
                return File.ReadAllBytes(file.FullName);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UserError($"Cannot read {file}: {error.Message}");
            }
        }

        return prompt is null ? throw new UserError("Give a prompt, or a request body with --file.") : PromptBody.Create(model, prompt);
    }

    private static int Run(byte[] body, string configPath, string[] headers, bool json)
    {
        var snapshot = File.Exists(configPath) || configPath != "loadline.yaml"
            ? Configs.Build(Configs.Load(configPath))
            : throw new UserError("There is no loadline.yaml here. Name a config with --config, for example one of samples/.");
        var context = new RoutingContext();
        var status = Decide(context, snapshot, body, new GivenHeaders(headers));
        ComputeAll(context.Signals);
        var now = TimeProvider.System.GetUtcNow();
        var decision = new FinishedDecision(context, new FinishedRequest { Id = "", Time = now, Served = -1, Attempts = [] });
        Write(decision.ToRecord(), context, json);
        return status == RoutingStatus.Decided ? ExitCodes.Done : ExitCodes.Failed;
    }

    /// <summary>Decides for a whole body.</summary>
    /// <exception cref="UserError">It cannot be read, or names a model that does not exist.</exception>
    internal static RoutingStatus Decide(RoutingContext context, RuntimeSnapshot snapshot, byte[] body, IRequestHeaders headers)
    {
        context.Facts.Reset(body);
        context.Facts.Headers = headers;
        var scan = ChatRequestScanner.Scan(context.Facts);
        scan = scan.Ok ? HintReader.Read(headers, context.Facts) : scan;
        if (!scan.Ok)
        {
            throw new UserError(scan.Message!);
        }

        context.Begin(snapshot, new Random());
        var name = ModelName.Read(context.Facts);
        var status = Router.Decide(context, snapshot.Find(name));
        return status == RoutingStatus.UnknownModel ? throw Configs.Unknown(name, snapshot) : status;
    }

    // The decision computed what its config uses; who asks for an explanation may be looking for a signal to use.
    private static void ComputeAll(RequestSignals signals) =>
        _ = (signals.Tokens, signals.Language, signals.Task, signals.Domain, signals.Code, signals.Math, signals.Complexity, signals.Pii);

    private static void Write(DecisionRecord record, RoutingContext context, bool json)
    {
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(record, CliJsonContext.Readable.DecisionRecord));
            return;
        }

        DecisionWriter.Write(record, context);
    }
}
