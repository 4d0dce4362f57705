using PowerTrader.Core;
using PowerTrader.Core.Markets;
using PowerTrader.Core.Portfolio;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;
using PowerTrader.Core.Workflows;

namespace PowerTrader.Host.Running;

/// <summary>Why a coin is traded or not: the gate evaluated now, the nearest next action, and the last stored decisions.</summary>
internal sealed record Explanation(
    string Symbol, DateTimeOffset Time, string Halt, string Next, string Outcome, IReadOnlyList<string> Verdicts, IReadOnlyList<StoredDecision> Decisions)
{
    public static async Task<Explanation> OfAsync(TradingSystem system, Symbol symbol, int decisions, CancellationToken cancellationToken)
    {
        var book = await system.BookAsync(cancellationToken);
        var now = system.Clock.Now;
        var quote = system.Views.QuoteOf(symbol)?.Quote;
        var halt = HaltBoard.Effective(await system.Halts.OfTenantAsync(book.Key.Tenant, cancellationToken), book, symbol);
        var equity = book.Equity(system.Views.BidOf, system.Kernel.CostsOf(book).FeeRate);
        var execution = quote is null ? null : quote with { VenueTime = now };
        var decision = system.Kernel.Decide(book, system.Views.Of(symbol, execution, now), halt, now, equity, system.Views.BidOf);
        var record = decision.Explain(now);
        var next = NextAction.For(book, book.SymbolOf(symbol), quote, system.Views.LevelsOf(symbol, now), system.Kernel, now);
        return new Explanation(
            symbol.Value, now, halt.ToString().ToLowerInvariant(), next.ToString(), record.Outcome, record.Verdicts,
            await StoredAsync(system, symbol, decisions, cancellationToken));
    }

    private static async Task<IReadOnlyList<StoredDecision>> StoredAsync(TradingSystem system, Symbol symbol, int limit, CancellationToken cancellationToken)
    {
        var found = new List<StoredDecision>();
        await foreach (var row in system.Ports.Tables.ReadAllAsync(new TableQuery(Names.Decisions, TradingSystem.DefaultPortfolio.ToString()), cancellationToken))
        {
            var decision = Wire.Read<DecisionRecord>(row.Json);
            if (decision.Symbol == symbol) found.Add(new StoredDecision(decision.Time, decision.Outcome, decision.Verdicts));
            if (found.Count == limit) break;
        }
        return found;
    }
}

internal sealed record StoredDecision(DateTimeOffset Time, string Outcome, IReadOnlyList<string> Verdicts);
