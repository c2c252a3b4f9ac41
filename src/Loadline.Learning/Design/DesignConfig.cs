using System.Globalization;
using System.Text;
using Loadline.Core.Configuration;
using Loadline.Learning.Tables;
using Loadline.Learning.Training;

namespace Loadline.Learning.Design;

/// <summary>Writes proposals as whole configs and reads them back: what is scored is what is written.</summary>
public sealed class DesignConfig(OutcomeMatrix matrix, string folder)
{
    private const string Head = """
        # Proposed by `loadline design`; its report says on which rows and how well.
        # The provider `table` replays the outcome table: `loadline replay --config` runs this file as it is.
        # To serve, write your own providers and name them in `models`; prices are the table's mean cost over its output tokens.
        version: 1
        providers:
          table: { dialect: simulated }
        models:

        """;

    /// <summary>Writes a whole config.</summary>
    public string Write(RouteText route)
    {
        ArgumentNullException.ThrowIfNull(route);
        var yaml = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var model in route.Pool.Append(route.Reference).Distinct(StringComparer.Ordinal))
        {
            var name = RouteText.Quote(model);
            yaml.Append(CultureInfo.InvariantCulture, $"  {name}: {{ provider: table, name: {name}");
            if (TablePrices.Of(matrix.Rows, model) is { } price)
            {
                yaml.Append(CultureInfo.InvariantCulture, $", price: {{ input: 0, output: {price.Output} }}");
            }

            yaml.Append(", can: [tools, images, audio, schema, reasoning] }\n");
        }

        return yaml.Append(route.Write()).ToString();
    }

    /// <summary>Reads a route's config as a gateway would, with files beside it taken from the folder.</summary>
    /// <exception cref="InvalidOperationException">It has errors: a defect of the design, not of its table.</exception>
    public LoadlineConfig Read(RouteText route)
    {
        var result = ConfigReader.Read(Write(route), Path.Combine(folder, "loadline.yaml"), static _ => null);
        return result.Config ?? throw new InvalidOperationException("The proposed config cannot be read: " + string.Join("; ", result.Errors));
    }
}
