using System.Globalization;
using PowerTrader.Core.Ports;

namespace PowerTrader.Core.Markets;

/// <summary>What was seen of one market's service: in memory, and as rows of <c>Service</c>, so that an outage is known after a restart too.</summary>
public sealed class ServiceBoard(ITableStore tables, MarketId market)
{
    /// <summary>Time between two looks while nothing is wrong.</summary>
    public static readonly TimeSpan WatchEvery = TimeSpan.FromMinutes(10);

    private const string To = "to";
    private const string State = "state";

    /// <summary>A look may be missed once.</summary>
    public ServiceLog Log { get; private set; } = Empty();

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var log = Empty();
        await foreach (var row in tables.ReadAllAsync(new TableQuery(Names.Service, market.Value), cancellationToken))
        {
            if (!long.TryParse(row.Row, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || row.Properties.GetValueOrDefault(To) is not DateTimeOffset to
                || !Enum.TryParse<VenueState>(row.Text(State), out var state)) throw new CorruptException($"row {row.Partition}/{row.Row} of {Names.Service} is no run of a service");
            log.Restore(new ServiceRun(DateTimeOffset.FromUnixTimeSeconds(seconds), to, state));
        }
        Log = log;
    }

    public async Task NoteAsync(DateTimeOffset at, VenueState state, CancellationToken cancellationToken)
    {
        if (Log.Note(at, state) is not { } run) return;
        var properties = new Dictionary<string, object?> { ["v"] = 1, [To] = run.To, [State] = run.State.ToString() };
        await tables.UpsertAsync(Names.Service, new TableRow(market.Value, Row(run.From), properties), cancellationToken);
    }

    private static ServiceLog Empty() => new(2 * WatchEvery);

    /// <summary>Key of the run that began at the instant; ascending in time.</summary>
    public static string Row(DateTimeOffset from) => from.ToUnixTimeSeconds().ToString("D12", CultureInfo.InvariantCulture);
}
