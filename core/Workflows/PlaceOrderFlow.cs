using System.Diagnostics;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Orders;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Risk;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Handles one message of the orders queue: refuse, or save Submitting, ask the venue once, save the answer.</summary>
public sealed class PlaceOrderFlow(
    PortfolioSessions sessions, OutboxDrain outbox, HaltBoard halts, IBrokers brokers, ITradingClock clock, TradeKernel kernel)
{
    public async Task<HandlerOutcome> HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        PlaceOrderMessage order;
        try
        {
            order = Wire.Read<PlaceOrderMessage>(message.Body);
        }
        catch (CorruptException fault)
        {
            return new HandlerOutcome.DeadLetter("Unreadable", fault.Message);
        }
        var loaded = await sessions.GetAsync(order.Portfolio, cancellationToken);
        // One that is over was told of already; its message joins no cycle's trace.
        var cause = loaded.FindOpenOrder(order.OrderId)?.CycleId ?? message.MessageId;
        return await TraderTelemetry.TraceAsync("PlaceOrder", ActivityKind.Consumer, cause, async span =>
        {
            span?.SetTag(TraderTelemetry.TenantTag, order.Portfolio.Tenant).SetTag(TraderTelemetry.PortfolioTag, order.Portfolio.Portfolio).SetTag(TraderTelemetry.OrderTag, order.OrderId.ToString());
            var request = await PrepareAsync(order, loaded, message.MessageId, cancellationToken);
            if (request is not null) await PlaceAsync(order, request, cause, message.MessageId, cancellationToken);
            await outbox.DrainAsync(order.Portfolio, cancellationToken);
            return HandlerOutcome.Completed;
        });
    }

    /// <summary>The request to send, or null where nothing is to be sent: final, known at the venue, unknown, or refused just now.</summary>
    private async Task<PlaceRequest?> PrepareAsync(PlaceOrderMessage message, PortfolioBook loaded, string messageId, CancellationToken cancellationToken)
    {
        await kernel.EnsureAsync(loaded, cancellationToken);
        var broker = brokers.For(loaded.Head);
        var tenant = await halts.OfTenantAsync(message.Portfolio.Tenant, cancellationToken);
        var quote = await broker.GetQuoteAsync(message.Symbol, cancellationToken);
        var closed = await brokers.WhyNotBoughtAsync(loaded.Head, cancellationToken);
        var (now, venueNow) = (clock.Now, broker.VenueNow);
        if (loaded.FindOpenOrder(message.OrderId) is { State: OrderState.Created } waiting) TraderTelemetry.MessageHandledAfter(now - waiting.CreatedAt);
        return await sessions.ChangeAsync<PlaceRequest?>(message.Portfolio, messageId + "#submit", book =>
        {
            var order = book.FindOpenOrder(message.OrderId);
            if (order is null) return null;
            if (order.State == OrderState.Submitting)
            {
                // Somebody died between saving this and saving the answer: it may be at the venue. Only a look-up may tell.
                book.MarkUnknown(order.Id, "the process ended while it was being sent", now, venueNow);
                return null;
            }
            if (order.State != OrderState.Created) return null;
            if (((order.Side == OrderSide.Buy ? closed : null) ?? Refusal(book, order, tenant, quote, now)) is { } reason)
            {
                book.Finish(order.Id, OrderState.Refused, reason, now);
                return null;
            }
            book.MarkSubmitting(order.Id, now);
            return new PlaceRequest(order.Id, order.Symbol, order.Side, order.Quantity, order.Limit) { IntendedAt = now };
        }, cancellationToken);
    }

    private string? Refusal(PortfolioBook book, Order order, HaltState tenant, Quote? quote, DateTimeOffset now)
    {
        var halt = HaltBoard.Effective(tenant, book, order.Symbol);
        var rules = OrderLimits.Of(kernel.Rules, book, order);
        if (halt == HaltState.Halted) return "halted: nothing is sent until resume";
        if (halt == HaltState.Reducing && order.Side == OrderSide.Buy) return "reducing: only exits are sent";
        if (order.Side == OrderSide.Buy && !book.Head.Symbols.Contains(order.Symbol)) return $"{order.Symbol} is no longer among the portfolio's coins";
        if (order.Side == OrderSide.Buy && now - (book.Head.LastReconciledAt ?? DateTimeOffset.MinValue) > rules.ReconcileLimit)
            return $"the venue was not reconciled within {rules.ReconcileLimit.TotalMinutes:0} minutes: only exits are sent";
        if (OrderLimits.LiveRefusal(book, order, rules, OrderLimits.CapsNow(kernel.Rules, book, order), now) is { } capped) return capped;
        if (now > order.ValidUntil) return $"stale: it was valid until {order.ValidUntil:HH:mm:ss}";
        if (quote is null) return "no execution quote";
        var age = quote.Age(now);
        if (age > rules.ExecutionFreshness) return $"the execution quote is {age.TotalSeconds:0} s old, the limit is {rules.ExecutionFreshness.TotalSeconds:0} s";
        var touch = order.Side == OrderSide.Buy ? quote.Ask : quote.Bid;
        var distance = Math.Abs(touch.Value - order.SignalPrice.Value) / order.SignalPrice.Value * 100m;
        return distance > rules.CollarPercent
            ? $"collar: the market moved {distance:0.00} % from the signal price, the limit is {rules.CollarPercent:0.##} %"
            : OrderLimits.CapRefusal(book, order, rules, now);
    }

    private async Task PlaceAsync(PlaceOrderMessage message, PlaceRequest request, string cause, string messageId, CancellationToken cancellationToken)
    {
        var broker = brokers.For((await sessions.GetAsync(message.Portfolio, cancellationToken)).Head);
        PlaceResult answer;
        try
        {
            // One request and no retry: a second one could be a second order.
            answer = await TraderTelemetry.TraceAsync("VenuePlace", ActivityKind.Client, cause, async span =>
            {
                var said = await broker.PlaceAsync(request, cancellationToken);
                span?.SetTag(TraderTelemetry.OutcomeTag, said.GetType().Name.ToLowerInvariant());
                return said;
            });
        }
        catch (OperationCanceledException)
        {
            answer = new PlaceResult.Unknown("stopped while it was being sent");
        }
        catch (Exception fault) when (fault is TransientException or AmbiguousException)
        {
            answer = new PlaceResult.Unknown(fault.Message);
        }
        var (now, venueNow) = (clock.Now, broker.VenueNow);
        // The answer is saved even while stopping: losing it would make a known order unknown.
        await sessions.ChangeAsync(message.Portfolio, messageId + "#answer", book =>
        {
            if (book.FindOpenOrder(request.ClientOrderId) is not { State: OrderState.Submitting }) return false;
            switch (answer)
            {
                case PlaceResult.Accepted accepted:
                    book.MarkAccepted(request.ClientOrderId, accepted.VenueOrderId, accepted.AcceptedAt);
                    break;
                case PlaceResult.Rejected rejected:
                    book.Finish(request.ClientOrderId, OrderState.Rejected, $"{rejected.Error.Code}: {rejected.Error.Message}", now);
                    break;
                case PlaceResult.Unknown unknown:
                    book.MarkUnknown(request.ClientOrderId, unknown.Cause, now, venueNow);
                    break;
            }
            return true;
        }, CancellationToken.None);
    }
}
