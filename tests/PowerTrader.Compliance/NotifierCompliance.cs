using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Tenancy;

namespace PowerTrader.Compliance;

/// <summary>What every channel for alerts owes: it says whether an alert arrived, will never arrive, or may arrive later, and keeps its address to itself.</summary>
public abstract class NotifierCompliance
{
    private const string Rule = "docs/reference/ports.md#notifier";

    protected static Alert Alert { get; } = new(
        new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), AlertSeverity.Critical, "unmanaged-order", new PortfolioKey("t", "p"), "BTC-USDT", "an order that nobody knows; look at \"it\"");

    /// <summary>Something of the channel's address that must never be read in a message.</summary>
    protected abstract string Secret { get; }

    protected abstract INotifier Notifier { get; }

    /// <summary>The channel takes alerts, refuses them for good, has a bad moment, or is not there.</summary>
    protected abstract void Become(ChannelState state);

    /// <summary>What arrived, as text.</summary>
    protected abstract IReadOnlyList<string> Arrived { get; }

    [Fact]
    [Trait("Source", Rule)]
    public async Task Notify_AChannelThatTakesIt_ArrivesWithWhatAPersonNeeds()
    {
        Become(ChannelState.Takes);

        (await Notifier.NotifyAsync(Alert, default)).ShouldBeNull();

        var text = Arrived.ShouldHaveSingleItem();
        foreach (var part in (string[])["critical", "unmanaged-order", "t|p", "BTC-USDT", "an order that nobody knows", "2026-03-01T12:00:00"]) text.ShouldContain(part);
    }

    [Fact]
    [Trait("Source", Rule)]
    public async Task Notify_Twice_CanBeToldFromTwoAlerts()
    {
        Become(ChannelState.Takes);

        await Notifier.NotifyAsync(Alert, default);
        await Notifier.NotifyAsync(Alert, default);
        await Notifier.NotifyAsync(Alert with { Time = Alert.Time.AddSeconds(1) }, default);

        Arrived[1].ShouldBe(Arrived[0]);
        Arrived[2].ShouldNotBe(Arrived[0]);
    }

    [Fact]
    [Trait("Source", Rule)]
    public async Task Notify_AChannelThatRefuses_SaysWhyAndKeepsItsAddress()
    {
        Become(ChannelState.Refuses);

        (await Notifier.NotifyAsync(Alert, default)).ShouldNotBeNull().ShouldNotContain(Secret);
    }

    [Theory]
    [Trait("Source", Rule)]
    [InlineData(ChannelState.IsBusy)]
    [InlineData(ChannelState.IsGone)]
    public async Task Notify_ABadMoment_IsTransientAndKeepsItsAddress(ChannelState state)
    {
        Become(state);

        var fault = await Should.ThrowAsync<TransientException>(() => Notifier.NotifyAsync(Alert, default));

        fault.ToString().ShouldNotContain(Secret);
    }

    [Fact]
    [Trait("Source", Rule)]
    public async Task Notify_Cancelled_IsNoFaultOfTheChannel()
    {
        Become(ChannelState.Takes);

        await Should.ThrowAsync<OperationCanceledException>(() => Notifier.NotifyAsync(Alert, new CancellationToken(canceled: true)));
    }
}

public enum ChannelState
{
    Takes,
    Refuses,
    IsBusy,
    IsGone,
}
