using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Tenancy;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Core.Tests.Workflows;

public sealed class NotifyFlowTests : INotifier
{
    private static readonly Alert Alert = new(DateTimeOffset.UnixEpoch, AlertSeverity.Critical, "second-installation", new PortfolioKey("t", "p"), "BTC-USDT", "look at it");

    private readonly List<Alert> notified = [];
    private string? refusal;
    private Exception? fault;

    [Fact]
    public async Task Handle_AnAlert_BringsItToPeople()
    {
        (await HandleAsync(Wire.Write(Alert))).ShouldBe(HandlerOutcome.Completed);

        notified.ShouldBe([Alert]);
    }

    [Fact]
    public async Task Handle_AChannelThatIsNotReached_ComesAgain()
    {
        fault = new TransientException("gone");

        (await HandleAsync(Wire.Write(Alert))).ShouldBe(HandlerOutcome.Abandoned);
    }

    [Fact]
    public async Task Handle_AChannelThatWillNeverTakeIt_IsDeadWithTheReason()
    {
        refusal = "no such hook";

        (await HandleAsync(Wire.Write(Alert))).ShouldBe(new HandlerOutcome.DeadLetter("Refused", "no such hook"));
    }

    [Fact]
    public async Task Handle_WhatIsNoAlert_IsDeadAtOnce()
    {
        (await HandleAsync("{")).ShouldBeOfType<HandlerOutcome.DeadLetter>().Reason.ShouldBe("Unreadable");

        notified.ShouldBeEmpty();
    }

    [Fact]
    public async Task Handle_WithoutAChannel_IsDone() =>
        (await new NotifyFlow(null).HandleAsync(Message(Wire.Write(Alert)), default)).ShouldBe(HandlerOutcome.Completed);

    Task<string?> INotifier.NotifyAsync(Alert alert, CancellationToken cancellationToken)
    {
        if (fault is not null) throw fault;
        notified.Add(alert);
        return Task.FromResult(refusal);
    }

    private Task<HandlerOutcome> HandleAsync(string body) => new NotifyFlow(this).HandleAsync(Message(body), default);

    private static ReceivedMessage Message(string body) => new(Names.AlertsQueue, "id", "t|p", body, "lock", 1);
}
