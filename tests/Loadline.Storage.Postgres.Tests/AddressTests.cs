using Npgsql;

namespace Loadline.Storage.Postgres.Tests;

public sealed class AddressTests
{
    [Fact]
    public void Read_WholeAddress_TakesEveryPart()
    {
        var options = TestDatabase.Read("postgres://lo%20ad:s%40cret@db.internal:6543/led%2Fger?schema=prod_1&sslmode=verify-full&pool=20");
        var read = new NpgsqlConnectionStringBuilder(options.ConnectionString);

        Assert.Equal(("lo ad", "s@cret", "db.internal", 6543, "led/ger"), (read.Username, read.Password, read.Host, read.Port, read.Database));
        Assert.Equal(("prod_1", SslMode.VerifyFull, 20), (read.SearchPath, read.SslMode, read.MaxPoolSize));
        Assert.Equal("db.internal:6543/led/ger (schema prod_1)", options.Name);
        Assert.DoesNotContain("s@cret", options.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OnlyAHost_TakesDefaults()
    {
        var options = TestDatabase.Read("postgresql://db");
        var read = new NpgsqlConnectionStringBuilder(options.ConnectionString);

        Assert.Equal((5432, "loadline", "loadline", null), (read.Port, read.Database, options.Schema, read.Password));
    }

    [Theory]
    [InlineData("sqlite:x", "no PostgreSQL address")]
    [InlineData("postgres://", "no PostgreSQL address")]
    [InlineData("postgres://u:hush@h/db?schema=a%22b", "'schema' is not known")]
    [InlineData("postgres://u:hush@h/db?schema=1a", "'schema' is not known")]
    [InlineData("postgres://u:hush@h/db?sslmode=maybe", "'sslmode' is not known")]
    [InlineData("postgres://u:hush@h/db?options=-c", "'options' is not known")]
    [InlineData("postgres://u:hush@h/db?pool=2", "'pool' is not known")]
    public void Read_WhatIsNone_SaysSoWithoutThePassword(string address, string expected)
    {
        var problem = PostgresAddress.Read(address, out _);

        Assert.Contains(expected, problem, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", problem, StringComparison.Ordinal);
    }
}
