using PowerTrader.Core.Markets;
using PowerTrader.Core.Ports;
using PowerTrader.Core.Serialization;

namespace PowerTrader.Core.Workflows;

/// <summary>Each hour and at each start: fetches missing candles or says why there are none, and reads the newest closed ones again.</summary>
/// <remarks>What it changes never reaches a forecast that was made already; models see it as <see cref="ForecastDesk.ForgetAsync"/> says.</remarks>
/// <param name="grace">A candle counts as closed this long after its end; later trades are why it is read again.</param>
public sealed class RepairFlow(
    IMarketData market, CandleStore candles, ServiceBoard service, ForecastDesk desk, ReturnBoard returns, IWorkflowEngine engine, ITradingClock clock, IReadOnlyList<Symbol> symbols, TimeSpan grace)
{
    public const string RepairActivity = "RepairCandles";

    /// <summary>A gap that stays unknown is asked for so often, each time after twice the hours; then it is left.</summary>
    public const int MaxAsks = 6;

    private const int MaxGapsAtOnce = 24;
    private const int ReadAgain = 2;

    private static readonly TimeSpan SilenceBelievedAfter = TimeSpan.FromHours(24);
    private static readonly TimeSpan Step = Timeframe.Hour1.Length();

    public void Register(WorkCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        catalogue.Workflow(Names.RepairCandles, WorkPhase.Train, RepairAsync).Activity(RepairActivity, RepairSymbolAsync);
    }

    /// <param name="atStart">Look through everything, as the first run of a day does.</param>
    public async Task StartAsync(DateTimeOffset scheduledFor, bool atStart, CancellationToken cancellationToken)
    {
        var id = $"{Names.RepairCandles}|{market.Market}|{(atStart ? "start|" : "")}{scheduledFor.ToUnixTimeSeconds()}";
        var input = new RepairInput(market.Market, symbols, scheduledFor, atStart || scheduledFor.Hour == 0);
        await engine.StartAsync(new WorkflowStart(Names.RepairCandles, id, Wire.Write(input)), cancellationToken);
    }

    private static async Task<string> RepairAsync(IWorkflowContext context)
    {
        var input = Wire.Read<RepairInput>(context.Input);
        var outcomes = new List<RepairOutcome>();
        foreach (var symbol in input.Symbols)
        {
            try
            {
                var one = Wire.Write(new RepairSymbolInput(symbol, input.ScheduledFor, input.Whole));
                outcomes.Add(Wire.Read<RepairOutcome>(await context.CallActivityAsync(RepairActivity, one, ActivityRetry.Standard)));
            }
            catch (ActivityFailedException fault)
            {
                // The next hour asks again.
                outcomes.Add(new RepairOutcome(symbol, 0, 0, 0, 0, fault.Reason));
            }
        }
        return Wire.Write<IReadOnlyList<RepairOutcome>>(outcomes);
    }

    private async Task<string> RepairSymbolAsync(string text, CancellationToken cancellationToken)
    {
        var input = Wire.Read<RepairSymbolInput>(text);
        var work = new Work(input.Symbol);
        if (await candles.NewestAsync(input.Symbol, Timeframe.Hour1, cancellationToken) is { } newest)
        {
            var month = newest.AddDays(1 - newest.Day).AddHours(-newest.Hour);
            foreach (var gap in await DueAsync(input, input.Whole ? DateTimeOffset.UnixEpoch : month, cancellationToken))
                await FillAsync(work, gap, input.ScheduledFor, cancellationToken);
            await ReadAgainAsync(work, newest, cancellationToken);
        }
        return Wire.Write(new RepairOutcome(input.Symbol, work.Asked, work.Added, work.Changed, work.Typed, null));
    }

    private async Task ReadAgainAsync(Work work, DateTimeOffset newest, CancellationToken cancellationToken)
    {
        var from = newest - (ReadAgain - 1) * Step;
        var known = (await candles.ReadAsync(work.Symbol, Timeframe.Hour1, from, cancellationToken)).ToHashSet();
        var fetched = await market.GetCandlesAsync(work.Symbol, Timeframe.Hour1, from, newest + Step, cancellationToken);
        await MergeAsync(work, [.. fetched.Where(candle => !known.Contains(candle))], cancellationToken);
    }

    private async Task<IReadOnlyList<StoredGap>> DueAsync(RepairSymbolInput input, DateTimeOffset from, CancellationToken cancellationToken) =>
        [.. (await candles.GapsAsync(input.Symbol, Timeframe.Hour1, from, cancellationToken)).Where(gap => IsDue(gap, input.ScheduledFor)).TakeLast(MaxGapsAtOnce)];

    private static bool IsDue(StoredGap gap, DateTimeOffset now) => gap.Gap.Kind switch
    {
        GapKind.Unknown => gap.Asks < MaxAsks && (gap.AskedAt is not { } asked || now >= asked + (1 << gap.Asks) * Step),
        // A candle may come so late that its silence was believed: once more.
        GapKind.NoTrade => gap.Asks == 1 && now >= gap.AskedAt + SilenceBelievedAfter,
        _ => false,
    };

    private async Task FillAsync(Work work, StoredGap gap, DateTimeOffset askedAt, CancellationToken cancellationToken)
    {
        var (from, end) = (gap.Gap.From, gap.Gap.From + gap.Gap.Count * Step);
        var serverTime = await market.GetServerTimeAsync(cancellationToken);
        var fetched = await market.GetCandlesAsync(work.Symbol, Timeframe.Hour1, from - Step, end + Step, cancellationToken);
        work.Asked++;
        // An empty answer proves nothing; one that has the candles around the hole shows that there is none in it.
        var served = fetched.Any(candle => candle.OpenTime < from) && fetched.Any(candle => candle.OpenTime >= end);
        var inside = fetched.Where(candle => candle.OpenTime >= from && candle.OpenTime < end && candle.IsProvenClosed(Timeframe.Hour1, serverTime, grace)).ToList();
        await MergeAsync(work, inside, cancellationToken);
        var there = inside.Select(candle => candle.OpenTime).ToHashSet();
        for (var open = from; open < end;)
        {
            if (there.Contains(open))
            {
                open += Step;
                continue;
            }
            var kind = KindOf(open, served);
            var count = 1;
            while (open + count * Step < end && !there.Contains(open + count * Step) && KindOf(open + count * Step, served) == kind) count++;
            if (kind != gap.Gap.Kind)
            {
                await desk.ForgetAsync(work.Symbol, open, cancellationToken);
                work.Typed += count;
            }
            await candles.NoteGapAsync(work.Symbol, Timeframe.Hour1, new CandleGap(open, count, kind), gap.Asks + 1, askedAt, cancellationToken);
            open += count * Step;
        }
    }

    private GapKind KindOf(DateTimeOffset open, bool served) =>
        service.Log.Classify(open, open + Step) == GapKind.Outage ? GapKind.Outage : served ? GapKind.NoTrade : GapKind.Unknown;

    /// <summary>The models forget before the candles change, so that a process killed in between has not learned what is no longer stored.</summary>
    private async Task MergeAsync(Work work, List<Candle> closed, CancellationToken cancellationToken)
    {
        if (closed.Count == 0) return;
        await desk.ForgetAsync(work.Symbol, closed[0].OpenTime, cancellationToken);
        returns.Forget(work.Symbol);
        var merge = await candles.MergeAsync(work.Symbol, Timeframe.Hour1, closed, CandleSource.Repair, clock.Now, cancellationToken);
        work.Added += merge.Added.Count;
        work.Changed += merge.Changed.Count;
    }

    /// <summary>What was done for one symbol.</summary>
    private sealed class Work(Symbol symbol)
    {
        public Symbol Symbol { get; } = symbol;

        public int Asked { get; set; }

        public int Added { get; set; }

        public int Changed { get; set; }

        public int Typed { get; set; }
    }
}
