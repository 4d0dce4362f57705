using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Markets;

/// <summary>What the venue allows for each pair traded here: in memory, and as rows of <c>Instruments</c>, so that a restart knows it without asking.</summary>
/// <remarks>A pair that the venue no longer lists keeps its increments and is not tradable.</remarks>
public sealed class InstrumentBoard(ITableStore tables, MarketId market)
{
    private const string CheckedRow = "@checked";
    private const string CheckedAtProperty = "at";

    private readonly SortedDictionary<Symbol, Instrument> instruments = [];

    /// <summary>When the venue's list was last read, in trading time; null for never.</summary>
    public DateTimeOffset? CheckedAt { get; private set; }

    /// <summary>In the order of the symbols.</summary>
    public IReadOnlyList<Instrument> All => [.. instruments.Values];

    public Instrument? Of(Symbol symbol) => instruments.GetValueOrDefault(symbol);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Instruments, market.Value), cancellationToken))
        {
            if (row.Row == CheckedRow)
            {
                CheckedAt = (DateTimeOffset)row.Properties[CheckedAtProperty]!;
                continue;
            }
            var instrument = Wire.Read<Instrument>(row.Json);
            instruments[instrument.Symbol] = instrument;
        }
    }

    /// <summary>Takes the venue's list for the pairs asked about. A pair that is neither listed nor known stays unknown.</summary>
    /// <returns>Pairs that may be traded now and could not, or the other way round, with what is wrong in words; null for nothing.</returns>
    public async Task<IReadOnlyList<(Symbol Symbol, string? Trouble)>> UpdateAsync(
        IReadOnlyList<Instrument> listed, IEnumerable<Symbol> symbols, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(listed);
        ArgumentNullException.ThrowIfNull(symbols);
        var changes = new List<(Symbol, string?)>();
        foreach (var symbol in symbols)
        {
            var there = listed.FirstOrDefault(instrument => instrument.Symbol == symbol);
            var before = Of(symbol);
            if ((there ?? (before is null ? null : before with { EnableTrading = false })) is not { } after || after == before) continue;
            if (before is null ? !after.EnableTrading : after.EnableTrading != before.EnableTrading)
                changes.Add((symbol, after.EnableTrading ? null : there is null ? $"{market} no longer lists it" : $"{market} has suspended its trading"));
            instruments[symbol] = after;
            await tables.UpsertAsync(Names.Instruments, TableRow.OfJson(market.Value, symbol.Value, Wire.Write(after)), cancellationToken);
        }
        CheckedAt = now;
        await tables.UpsertAsync(
            Names.Instruments, new TableRow(market.Value, CheckedRow, new Dictionary<string, object?> { [CheckedAtProperty] = now }), cancellationToken);
        return changes;
    }
}
