using PowerTrader.Core.Alerts;
using PowerTrader.Core.Drift;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tests.Workflows;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Drift;

/// <summary>The nightly check over a store: quiet where the day replays, one alert where it does not, and done once.</summary>
public sealed class DriftCheckTests
{
    private static readonly DateOnly Day = new(2025, 1, 1);

    private readonly CycleFixture fixture = new() { Now = new DateTimeOffset(2025, 1, 1, 12, 30, 15, TimeSpan.Zero) };

    [Fact]
    public async Task Check_TamperedDecision_AlertsOnce()
    {
        await fixture.RunAsync();
        await TamperAsync();
        var sessions = new PortfolioSessions(new PortfolioStore(fixture.Tables), [CycleFixture.Key]);
        var check = new DriftCheck(sessions, fixture.Kernel, fixture.Tables, Core.Markets.MarketId.Simulated(1), fixture);

        await check.CheckAsync([CycleFixture.Key], Day, default);
        await check.CheckAsync([CycleFixture.Key], Day, default);

        var alerts = (await sessions.GetAsync(CycleFixture.Key, default)).Outbox.Where(item => item.Target == Names.Alerts).Select(item => Wire.Read<Alert>(item.Body)).ToList();
        var alert = alerts.ShouldHaveSingleItem();
        (alert.Kind, alert.Severity).ShouldBe((DriftCheck.AlertKind, AlertSeverity.Information));
        alert.Text.ShouldContain("'powertrader drift --day 2025-01-01'");
        Wire.Read<DriftReport>((await fixture.Tables.GetAsync(Names.Drift, CycleFixture.Key.ToString(), "20250101", default))!.Json).Differences.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Check_SoundDay_AlertsNobody()
    {
        await fixture.RunAsync();
        var sessions = new PortfolioSessions(new PortfolioStore(fixture.Tables), [CycleFixture.Key]);

        await new DriftCheck(sessions, fixture.Kernel, fixture.Tables, Core.Markets.MarketId.Simulated(1), fixture).CheckAsync([CycleFixture.Key], new DateOnly(2025, 1, 2), default);

        (await sessions.GetAsync(CycleFixture.Key, default)).Outbox.ShouldNotContain(item => item.Target == Names.Alerts);
        (await fixture.Tables.GetAsync(Names.Drift, CycleFixture.Key.ToString(), "20250102", default)).ShouldBeNull("a day without anything leaves no row");
    }

    private async Task TamperAsync()
    {
        var page = await fixture.Tables.QueryAsync(new TableQuery(Names.Decisions, CycleFixture.Key.ToString()), null, default);
        foreach (var row in page.Rows)
        {
            var decision = Wire.Read<DecisionRecord>(row.Json);
            await fixture.Tables.UpsertAsync(Names.Decisions, TableRow.OfJson(row.Partition, row.Row, Wire.Write(decision with { Outcome = "nothing to do" })), default);
        }
    }
}
