using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Loadline.Cli.Catalogs;
using Loadline.Cli.Output;
using Loadline.Core.Catalog;

namespace Loadline.Cli.Commands;

/// <summary><c>loadline models</c>: what the catalogue knows, and bringing it up to date.</summary>
internal static class ModelsCommand
{
    public static Command Create()
    {
        var filter = new Argument<string?>("filter") { Description = "Only models whose provider/name holds this.", Arity = ArgumentArity.ZeroOrOne };
        var json = JsonOption.Create();
        var command = new Command("models", "List known models with prices, windows and capabilities, and the day the prices are of.") { filter, json, Update(), Reset() };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(List(parsed.GetValue(filter), parsed.GetValue(json)))));
        return command;
    }

    private static Command Update()
    {
        var file = new Argument<string>("file") { Description = "A newer catalogue." };
        var force = new Option<bool>("--force") { Description = "Take it although its prices are older than those in force." };
        var command = new Command("update", "Take a newer catalogue: checked, then kept for this user.") { file, force };
        command.SetAction((parsed, _) => UserError.GuardAsync(() => Task.FromResult(Update(parsed.GetValue(file)!, parsed.GetValue(force)))));
        return command;
    }

    private static Command Reset()
    {
        var command = new Command("reset", "Go back to the catalogue inside the program.");
        command.SetAction((_, _) => UserError.GuardAsync(() =>
        {
            File.Delete(CatalogFiles.UserFile);
            Console.WriteLine($"Prices are of {BuiltInCatalog.Instance.PricesAsOf} again, from inside the program.");
            return Task.FromResult(ExitCodes.Done);
        }));
        return command;
    }

    private static int List(string? filter, bool json)
    {
        var catalog = CatalogFiles.Current;
        var models = catalog.Models
            .Where(model => filter is null || (model.Provider + "/" + model.Id).Contains(filter, StringComparison.OrdinalIgnoreCase))
            .OrderBy(model => model.Provider, StringComparer.Ordinal).ThenBy(model => model.Id, StringComparer.Ordinal).Select(Listed).ToArray();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(models, CliJsonContext.Readable.ListedModelArray));
        }
        else
        {
            Console.WriteLine($"{"model",-52} {"in",9} {"out",9} {"cached",9} {"window",9} {"output",8}  can");
            foreach (var model in models)
            {
                Console.WriteLine(Line(model));
            }

            var from = File.Exists(CatalogFiles.UserFile) ? CatalogFiles.UserFile : "inside the program";
            Console.Error.WriteLine($"{models.Length} models; USD per million tokens, prices as of {catalog.PricesAsOf}, from {from}.");
        }

        return models.Length > 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static int Update(string file, bool force)
    {
        var (catalog, bytes) = CatalogFiles.Read(file);
        var before = CatalogFiles.Current;
        if (!force && string.CompareOrdinal(catalog.PricesAsOf, before.PricesAsOf) < 0)
        {
            throw new UserError($"{file} has prices of {catalog.PricesAsOf}, older than those in force, of {before.PricesAsOf}. --force takes it all the same.");
        }

        var target = CatalogFiles.UserFile;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        File.WriteAllBytes(target + ".new", bytes);
        File.Move(target + ".new", target, overwrite: true);
        var (added, gone, priced) = Compare(before, catalog);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{catalog.Models.Count} models, prices of {catalog.PricesAsOf}: {added} new, {gone} gone, {priced} with another price. Kept at {target}; taken up at the next start."));
        return ExitCodes.Done;
    }

    private static (int Added, int Gone, int Priced) Compare(BuiltInCatalog before, BuiltInCatalog after)
    {
        var old = before.Models.ToDictionary(model => (model.Provider, model.Id));
        var now = after.Models.ToDictionary(model => (model.Provider, model.Id));
        return (now.Keys.Count(key => !old.ContainsKey(key)), old.Keys.Count(key => !now.ContainsKey(key)),
            now.Count(entry => old.TryGetValue(entry.Key, out var model) && model.Price != entry.Value.Price));
    }

    private static ListedModel Listed(ModelInfo model) => new(
        model.Provider, model.Id, model.Price?.Input, model.Price?.Output, model.Price?.CachedInput, model.Context, model.MaxOutput,
        model.Can is { } can ? [.. Enum.GetValues<Capabilities>().Where(one => one != 0 && can.HasFlag(one)).Select(one => one.ToString().ToLowerInvariant())] : null,
        model.PricesAsOf);

    private static string Line(ListedModel model) => string.Create(
        CultureInfo.InvariantCulture,
        $"{model.Provider + "/" + model.Model,-52} {Money(model.Input),9} {Money(model.Output),9} {Money(model.CachedInput),9} {Size(model.Context),9} {Size(model.MaxOutput),8}  {(model.Can is null ? "?" : string.Join(' ', model.Can))}");

    private static string Money(decimal? usd) => usd is { } known ? known.ToString("0.####", CultureInfo.InvariantCulture) : "?";

    private static string Size(int? tokens) => tokens is { } known ? known.ToString(CultureInfo.InvariantCulture) : "?";
}
