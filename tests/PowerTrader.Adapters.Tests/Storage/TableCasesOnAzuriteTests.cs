using PowerTrader.Compliance.TableCases;
using PowerTrader.Testing;

namespace PowerTrader.Adapters.Tests.Storage;

/// <summary>Plays the very cases that the stores pass on Azurite, through the service's own JavaScript client. Needs Node and npm on the path.</summary>
public sealed class TableCasesOnAzuriteTests
{
    [Fact]
    [Trait("Tier", "full")]
    public async Task Cases_PlayedOnAzurite_Agree()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = await NodePackages.InstallAsync(token);

        var (code, said) = await NodePackages.RunAsync("node", folder, token, "run.mjs", TableCase.Folder);

        code.ShouldBe(0, said);
        said.ShouldContain($"{TableCase.All.Count} cases, ");
        said.ShouldContain(", 0 disagreements");
    }

    /// <summary>Every rule cites the service's documentation, and every deviation of Azurite says what is followed.</summary>
    [Fact]
    public void Cases_All_CiteTheirSource()
    {
        TableCase.All.Values.ShouldAllBe(each => each.Reference.StartsWith("https://learn.microsoft.com/", StringComparison.Ordinal));
        foreach (var each in TableCase.All.Values)
        {
            foreach (var step in each.Steps.EnumerateArray())
            {
                if (step.TryGetProperty("azurite", out var deviation)) deviation.GetProperty("why").GetString().ShouldNotBeNullOrEmpty(each.Id);
            }
        }
    }
}
