using Microsoft.Extensions.Options;

namespace Loadline.Extensions.AI;

/// <summary>Says what is wrong with the options, all of it at once.</summary>
internal sealed class LoadlineOptionsValidator : IValidateOptions<LoadlineOptions>
{
    public ValidateOptionsResult Validate(string? name, LoadlineOptions options) =>
        options.Problems() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
}
