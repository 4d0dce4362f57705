using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Markets;

/// <summary>Latest quotes of one market: in memory, and as rows of <c>Quotes</c> so that a restart decides on the same ones.</summary>
public sealed class QuoteBoard(ITableStore tables, MarketId market)
{
    private readonly Dictionary<Symbol, QuoteState> states = [];

    public QuoteState? Of(Symbol symbol) => states.GetValueOrDefault(symbol);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Quotes, market.Value), cancellationToken))
        {
            var state = Wire.Read<QuoteState>(row.Json);
            states[state.Quote.Symbol] = state;
        }
    }

    public async Task UpdateAsync(IReadOnlyList<Quote> quotes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(quotes);
        if (quotes.Count == 0) return;
        var operations = new List<TableOperation>(quotes.Count);
        foreach (var quote in quotes)
        {
            var state = QuoteState.Next(Of(quote.Symbol), quote);
            states[quote.Symbol] = state;
            operations.Add(new TableOperation.Upsert(TableRow.OfJson(market.Value, quote.Symbol.Value, Wire.Write(state))));
        }
        foreach (var batch in operations.Chunk(100))
        {
            var result = await tables.WriteAsync(Names.Quotes, market.Value, batch, cancellationToken);
            if (result is not TableWriteResult.Written) throw new InvalidOperationException($"quotes were refused: {result}");
        }
    }
}
