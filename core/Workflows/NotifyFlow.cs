using PowerTrader.Core.Alerts;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Handles one message of the alerts queue: brings the alert to people. Nothing of the trading waits for it.</summary>
/// <param name="notifier">Null where there is no channel: the alert's row is what there is of it.</param>
public sealed class NotifyFlow(INotifier? notifier)
{
    public async Task<HandlerOutcome> HandleAsync(ReceivedMessage message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            var alert = Wire.Read<Alert>(message.Body);
            var refusal = notifier is null ? null : await notifier.NotifyAsync(alert, cancellationToken);
            return refusal is null ? HandlerOutcome.Completed : new HandlerOutcome.DeadLetter("Refused", refusal);
        }
        catch (CorruptException fault)
        {
            return new HandlerOutcome.DeadLetter("Unreadable", fault.Message);
        }
        catch (TransientException)
        {
            return HandlerOutcome.Abandoned;
        }
    }
}
