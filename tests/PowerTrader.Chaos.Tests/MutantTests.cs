using PowerTrader.Chaos.Tests.Mutants;

namespace PowerTrader.Chaos.Tests;

/// <summary>The harness finds what it is there to find: traders with one mistake each do not survive two hundred schedules.</summary>
public sealed class MutantTests(ITestOutputHelper output)
{
    private const int Schedules = 200;

    private static readonly Dictionary<string, Func<Mutant>> Mutants = new()
    {
        ["id drawn at random"] = () => new DrawnIds(),
        ["outcome guessed"] = () => new GuessedOutcomes(),
        ["send before save"] = () => new SendsBeforeSaving(),
        ["reservation skipped"] = () => new SkippedReservations(),
        ["placement retried"] = () => new RetriedPlacements(),
        ["unknown settled at once"] = () => new HastyLookUps(),
    };

    public static TheoryData<string> Names => [.. Mutants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("Tier", "full")]
    public async Task Mutant_InTwoHundredSchedules_IsCaught(string name)
    {
        using var runner = await ChaosRunner.OpenAsync();

        var verdicts = await runner.PlayAllAsync(1, Schedules, Mutants[name](), until: verdict => verdict.Faults.Count > 0);

        var caught = verdicts.FirstOrDefault(each => each.Verdict.Faults.Count > 0);
        caught.Verdict.ShouldNotBeNull($"{Schedules} schedules found nothing wrong with '{name}'");
        caught.Verdict.Faults[0].ShouldNotContain("   at ");
        output.WriteLine($"{name}: seed {caught.Seed} of {verdicts.Count}: {caught.Verdict.Faults[0]}");
    }
}
