using PowerTrader.Core;
using PowerTrader.Core.Actions;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Leaves a request for the trader that runs in another process, and waits for its answer: only that process knows what time it is there.</summary>
internal sealed class ActionPost(TradingSystem system, TimeProvider wall)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    public async Task<ActionAnswer> AskAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var portfolio = TradingSystem.DefaultPortfolio;
        var asked = wall.GetUtcNow();
        // Each asking is a message of its own: the queue drops a known id, and an earlier refusal is to be judged anew. The key makes it one order.
        var messageId = $"{request.Key}.{asked.UtcTicks}";
        var body = Wire.Write(new ActionMessage(portfolio, request, asked + ActionFlow.Patience));
        await system.Ports.Queue.SendAsync(Names.ActionsQueue, new QueueMessage(messageId, portfolio.ToString(), body, portfolio.ToString()), cancellationToken);
        while (wall.GetUtcNow() - asked < Patience)
        {
            if (await system.Ports.Tables.GetAsync(Names.ActionAnswers, portfolio.ToString(), messageId, cancellationToken) is { } row)
            {
                await system.Ports.Tables.WriteAsync(Names.ActionAnswers, portfolio.ToString(), [new TableOperation.Delete(messageId)], cancellationToken);
                return Wire.Read<ActionAnswer>(row.Json);
            }
            await Task.Delay(Look, wall, cancellationToken);
        }
        return new ActionAnswer(request.Key, ActionOutcome.Waiting, null, null, []);
    }
}
