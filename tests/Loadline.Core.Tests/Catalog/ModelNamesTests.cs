using Loadline.Core.Catalog;

namespace Loadline.Core.Tests.Catalog;

public class ModelNamesTests
{
    [Theory]
    [InlineData("gpt-5-2025-08-07", "gpt-5")]
    [InlineData("claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("claude-opus-4-1@20250805", "claude-opus-4-1")]
    [InlineData("gemini-2.5-pro@latest", "gemini-2.5-pro")]
    [InlineData("x-Latest", "x")]
    [InlineData("command-r-08-2024", "command-r")]
    [InlineData("gpt-4-0613", "gpt-4")]
    [InlineData("mistral-large-2512", "mistral-large")]
    [InlineData("gemini-2.0-flash-001", "gemini-2.0-flash")]
    [InlineData("meta.llama3-8b-instruct-v1:0", "meta.llama3-8b-instruct")]
    public void TryTakeVersionOff_DateOrVersion_LeavesTheFamily(string name, string expected)
    {
        Assert.True(ModelNames.TryTakeVersionOff(name, out var shorter));
        Assert.Equal(expected, shorter.ToString());
    }

    [Theory]
    [InlineData("gpt-5")]
    [InlineData("claude-opus-4-8")]
    [InlineData("gpt-5-mini")]
    [InlineData("deepseek-chat-v3")]
    [InlineData("llama3-70b-8192")]
    [InlineData("mixtral-8x7b-32768")]
    [InlineData("qwen3-235b")]
    [InlineData("model-2025-13-01")]
    [InlineData("model-20251301")]
    [InlineData("model-123")]
    [InlineData("latest")]
    [InlineData("-latest")]
    [InlineData("")]
    public void TryTakeVersionOff_WhatCouldBeAnotherModel_StaysWhole(string name)
        => Assert.False(ModelNames.TryTakeVersionOff(name, out _));
}
