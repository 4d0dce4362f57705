using PowerTrader.Cloud.Hosting;
using PowerTrader.Core;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Cloud.Tests.Hosting;

public sealed class CloudOptionsTests
{
    private static readonly Dictionary<string, string> Sound = new()
    {
        ["PowerTrader__Market"] = "kucoin",
        ["PowerTrader__Coins"] = "BTC,ETH",
        ["PowerTrader__Cash"] = "5000",
        ["PowerTrader__TableServiceUri"] = "https://a.table.core.windows.net",
        ["PowerTrader__BlobServiceUri"] = "https://a.blob.core.windows.net",
        ["PowerTrader__KeyVaultUri"] = "https://a.vault.azure.net",
        ["ServiceBusConnection__fullyQualifiedNamespace"] = "a.servicebus.windows.net",
        ["POWERTRADER_STRATEGY_STARTLEVEL"] = "4",
    };

    [Fact]
    public void Read_SoundSettings_TakesTheDeploymentsAndThoseOfTheTrader()
    {
        var options = CloudOptions.Read(Sound.GetValueOrDefault);

        options.Settings.Market.ShouldBe("kucoin");
        options.Settings.Coins.Select(coin => coin.Value).ShouldBe(["BTC-USDT", "ETH-USDT"]);
        options.Settings.Cash.Amount.ShouldBe(5000m);
        options.Settings.Strategy.StartLevel.ShouldBe(4);
        options.SignalR.ShouldBeNull();
        options.Schedules.ShouldBe(WorkSchedules.Default);
    }

    [Fact]
    public void Read_WrongSettings_NamesEachWithItsRule()
    {
        var wrong = new Dictionary<string, string>(Sound)
        {
            ["PowerTrader__Market"] = "sim",
            ["PowerTrader__Cash"] = "much",
            ["PowerTrader__TableServiceUri"] = "http://a.table.core.windows.net",
            ["Schedules__TradeTick"] = "every minute",
        };
        wrong.Remove("PowerTrader__KeyVaultUri");

        var faults = Should.Throw<CloudOptionsException>(() => CloudOptions.Read(wrong.GetValueOrDefault)).Faults;

        faults.Count.ShouldBe(5);
        faults.ShouldContain(fault => fault.Contains("'much'") && fault.Contains("PowerTrader__Cash"), string.Join('\n', faults));
        faults.ShouldContain(fault => fault.Contains("PowerTrader__TableServiceUri 'http://a.table.core.windows.net' must be an https address"));
        faults.ShouldContain(fault => fault.Contains("PowerTrader__KeyVaultUri is not set"));
        faults.ShouldContain(fault => fault.Contains("'sim' must be kucoin or coinbase"));
        faults.ShouldContain(fault => fault.Contains("'every minute' is no NCRONTAB expression"));
    }

    [Theory]
    [InlineData("2026-03-01T12:00:15Z", "2026-03-01T12:00:15Z")]
    // A timer that fires a moment early is of the occurrence to come, or the tick would be taken for one that was done.
    [InlineData("2026-03-01T12:00:14.3Z", "2026-03-01T12:00:15Z")]
    [InlineData("2026-03-01T12:00:59Z", "2026-03-01T12:00:15Z")]
    public void Occurrence_ATimerFires_IsTheOneItIsOf(string now, string occurrence)
    {
        var schedule = new ScheduleRegistration(Names.TradeTick, Schedules.TradeTick, WorkPhase.TradeTick, (_, _) => Task.CompletedTask);

        CloudSchedules.Occurrence(schedule, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture))
            .ShouldBe(DateTimeOffset.Parse(occurrence, System.Globalization.CultureInfo.InvariantCulture));
    }
}
